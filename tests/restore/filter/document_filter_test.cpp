#include "restore/filter/document_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "mongokeep/error.h"
#include "restore/filter/filter_cases.h"
#include "support/server.h"

namespace mongokeep::restore {
namespace {

using test::Bytes;
using testing::AllOf;
using testing::HasSubstr;

extjson::BsonView view_of(const Bytes& bytes) {
  return {bytes.data(), bytes.size()};
}

bool matches(const DocumentFilter& filter, const std::string& document) {
  return filter.matches(view_of(test::bson_from_json(document)));
}

TEST(DocumentFilter, MatchesAsMongoDbSays) {
  for (const FilterCase& one : filter_cases()) {
    const DocumentFilter filter = DocumentFilter::parse(one.filter);
    const std::vector<Bytes> documents = documents_of(one);
    for (std::size_t index = 0; index < documents.size(); ++index) {
      EXPECT_EQ(filter.matches(view_of(documents[index])), index < one.matching.size())
          << one.filter << " with " << test::relaxed_json(documents[index]);
    }
  }
}

/// What a filter is refused with; empty where it is taken.
std::string refusal_of(const std::string& filter) {
  try {
    DocumentFilter::parse(filter);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage) << filter;
    return error.what();
  }
  return "";
}

TEST(DocumentFilter, NamesTheOperatorThatItDoesNotKnow) {
  EXPECT_THAT(refusal_of(R"({"$expr": {"$gt": ["$a", 1]}})"), AllOf(HasSubstr("$expr"), HasSubstr("Use $eq")));
  EXPECT_THAT(refusal_of(R"({"$where": "true"})"), HasSubstr("$where"));
  EXPECT_THAT(refusal_of(R"({"$gt": 1})"), HasSubstr("$gt"));
  EXPECT_THAT(refusal_of(R"({"a": {"$elemMatch": {"b": 1}}})"), AllOf(HasSubstr("$elemMatch"), HasSubstr("Use $eq")));
  EXPECT_THAT(refusal_of(R"({"a": {"$mod": [2, 0]}})"), HasSubstr("$mod"));
  EXPECT_THAT(refusal_of(R"({"a": {"$or": [{"b": 1}]}})"), HasSubstr("$or"));
  EXPECT_THAT(refusal_of(R"({"$or": [{"a": {"$foo": 1}}]})"), HasSubstr("$foo"));
  EXPECT_THAT(refusal_of(R"({"a": {"$not": {"$foo": 1}}})"), HasSubstr("$foo"));
  EXPECT_THAT(refusal_of(R"({"a": {"$gt": 1, "b": 2}})"), HasSubstr("b is not supported after the field a"));
}

TEST(DocumentFilter, RefusesRegularExpressions) {
  for (const char* filter : {R"({"a": {"$regularExpression": {"pattern": "x", "options": ""}}})",
                             R"({"a": {"$in": [{"$regularExpression": {"pattern": "x", "options": ""}}]}})",
                             R"({"a": {"$ne": {"$regularExpression": {"pattern": "x", "options": ""}}}})",
                             R"({"a": {"$not": {"$regularExpression": {"pattern": "x", "options": ""}}}})"}) {
    EXPECT_THAT(refusal_of(filter), HasSubstr("regular expressions")) << filter;
  }
}

TEST(DocumentFilter, RefusesOperandsThatDoNotFit) {
  for (const char* filter : {
           R"({"a": {"$in": 1}})",
           R"({"a": {"$in": {"0": 1}}})",
           R"({"a": {"$in": [{"$gt": 1}]}})",
           R"({"a": {"$nin": 1}})",
           R"({"$or": []})",
           R"({"$and": {}})",
           R"({"$nor": [1]})",
           R"({"a": {"$not": 1}})",
           R"({"a": {"$not": {}}})",
           R"({"a": {"$not": {"b": 1}}})",
           R"({"a": {"$size": -1}})",
           R"({"a": {"$size": 1.5}})",
           R"({"a": {"$size": "1"}})",
           R"({"a": {"$size": {"$numberDouble": "1e300"}}})",
           R"({"a": {"$type": "foo"}})",
           R"({"a": {"$type": []}})",
           R"({"a": {"$type": 0}})",
           R"({"a": {"$type": 20}})",
           R"({"a": {"$type": null}})",
           R"({"a": {"$undefined": true}})",
           R"({"a": {"$in": [{"$undefined": true}]}})",
           R"({"a": {"$gt": {"$undefined": true}}})",
       }) {
    EXPECT_NE(refusal_of(filter), "") << filter;
  }
}

TEST(DocumentFilter, ReadsAFilter) {
  const DocumentFilter filter = DocumentFilter::parse(" {\"a\": {\"$gt\": 1}}\n");
  EXPECT_TRUE(matches(filter, R"({"a": 2})"));
  EXPECT_FALSE(matches(filter, R"({"a": 1})"));
  EXPECT_TRUE(matches(DocumentFilter::parse("{}"), R"({"a": 2})"));
}

TEST(DocumentFilter, TakesAValueForTheId) {
  struct {
    const char* text;
    const char* id;
    const char* other_id;
  } const cases[] = {
      {"65d3f1c09f1b2a0012ab34cd", R"({"$oid": "65d3f1c09f1b2a0012ab34cd"})", R"("65d3f1c09f1b2a0012ab34cd")"},
      {"65D3F1C09F1B2A0012AB34CD", R"({"$oid": "65d3f1c09f1b2a0012ab34cd"})", R"("65D3F1C09F1B2A0012AB34CD")"},
      {"123456789012345678901234", R"({"$oid": "123456789012345678901234"})", "1.23456789012345678901234e23"},
      {R"("65d3f1c09f1b2a0012ab34cd")", R"("65d3f1c09f1b2a0012ab34cd")", R"({"$oid": "65d3f1c09f1b2a0012ab34cd"})"},
      {R"({"$oid": "65d3f1c09f1b2a0012ab34cd"})", R"({"$oid": "65d3f1c09f1b2a0012ab34cd"})", "1"},
      {R"({"$numberLong": "17"})", "17", "18"},
      {R"("alice")", R"("alice")", R"("Alice")"},
      {" 17 ", "17", R"("17")"},
      {"-1.5", "-1.5", "-1"},
      {"true", "true", "1"},
      {"null", "null", "0"},
  };
  for (const auto& one : cases) {
    const DocumentFilter filter = DocumentFilter::parse(one.text);
    EXPECT_TRUE(matches(filter, std::string(R"({"a": 1, "_id": )") + one.id + "}")) << one.text;
    EXPECT_FALSE(matches(filter, std::string(R"({"_id": )") + one.other_id + "}")) << one.text;
  }
}

TEST(DocumentFilter, RefusesTextThatIsNoQuery) {
  for (const char* text :
       {"", " ", "{", "{'a': 1}", "alice", "1, \"x\": 2", "1, \"_id\": 2", "{\"a\": 1}}", "1}", "1 2",
        "ObjectId(\"65d3f1c09f1b2a0012ab34cd\")", "65d3f1c09f1b2a0012ab34c", "{\"$oid\": 5}"}) {
    try {
      DocumentFilter::parse(text);
      ADD_FAILURE() << text << " was taken";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage) << text;
      EXPECT_THAT(error.what(), HasSubstr("cannot read the query: ")) << text;
    }
  }
}

TEST(DocumentFilter, RefusesADocumentThatIsNotBson) {
  const DocumentFilter filter = DocumentFilter::parse(R"({"a.b": 1})");
  Bytes document = test::bson_from_json(R"({"a": {"b": 1}})");
  document.pop_back();
  EXPECT_THROW(filter.matches(view_of(document)), Error);
}

TEST(DocumentFilter, MatchesOrRefusesChangedDocuments) {
  for (const FilterCase& one : filter_cases()) {
    const DocumentFilter filter = DocumentFilter::parse(one.filter);
    for (const Bytes& original : documents_of(one)) {
      for (std::size_t index = 4; index < original.size(); ++index) {
        for (const int byte : {0x00, 0x01, 0x03, 0x04, 0x0F, 0x7F, 0xFF}) {
          Bytes changed = original;
          changed[index] = static_cast<std::uint8_t>(byte);
          try {
            filter.matches(view_of(changed));
          } catch (const Error& error) {
            ASSERT_EQ(error.kind(), ErrorKind::invalid_data);
          }
        }
      }
    }
  }
}

/// What the server finds, sorted by bytes.
std::vector<Bytes> found(test::MongoClient& client, const std::string& database, const std::string& filter) {
  const Bytes query = bson_of(filter);
  bson_t query_bson;
  bson_init_static(&query_bson, query.data(), query.size());
  const std::unique_ptr<mongoc_collection_t, decltype(&mongoc_collection_destroy)> collection(
      mongoc_client_get_collection(client.get(), database.c_str(), "c"), mongoc_collection_destroy);
  const std::unique_ptr<mongoc_cursor_t, decltype(&mongoc_cursor_destroy)> cursor(
      mongoc_collection_find_with_opts(collection.get(), &query_bson, nullptr, nullptr), mongoc_cursor_destroy);
  std::vector<Bytes> documents;
  for (const bson_t* document; mongoc_cursor_next(cursor.get(), &document);) {
    const std::uint8_t* const bytes = bson_get_data(document);
    documents.emplace_back(bytes, bytes + document->len);
  }
  bson_error_t error;
  if (mongoc_cursor_error(cursor.get(), &error)) throw test::MongoError("find " + filter, error);
  std::sort(documents.begin(), documents.end());
  return documents;
}

/// Without spaces, which libbson sets otherwise from version to version.
std::string compact_json(const Bytes& document) {
  std::string text = test::relaxed_json(document);
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  return text;
}

/// Why the server does not find what MongoDB's meaning says; empty where it does.
std::string difference_on(test::MongoClient& client, const FilterCase& one) {
  const std::string database = test::fresh_database();
  const std::vector<Bytes> documents = documents_of(one);
  std::vector<Bytes> expected(documents.begin(), documents.begin() + static_cast<std::ptrdiff_t>(one.matching.size()));
  std::sort(expected.begin(), expected.end());
  try {
    client.insert(database, "c", documents);
    const std::vector<Bytes> documents_found = found(client, database, one.filter);
    client.drop_database(database);
    std::string difference;
    for (const Bytes& document : documents) {
      const bool is_expected = std::binary_search(expected.begin(), expected.end(), document);
      const bool is_found = std::binary_search(documents_found.begin(), documents_found.end(), document);
      if (is_found != is_expected) difference += (is_found ? "finds " : "misses ") + compact_json(document) + " ";
    }
    return difference;
  } catch (const test::MongoError& error) {
    return error.what();
  }
}

/// All in which SecantusDB is not as MongoDB, by filter.
const std::map<std::string, std::string> differences_of_secantus = {
    // It has no DBRefs in queries.
    {R"({"a": {"$ref": "c", "$id": 1}})", R"(cannot find {"a": {"$ref": "c", "$id": 1}}: unknown operator: $ref (2))"},
    // It takes 00 for the index 0, and an element that is not there for null.
    {R"({"a.00": 1})", R"(finds {"_id":1,"a":[1]} )"},
    {R"({"a.0": null})", R"(finds {"_id":4,"a":[]} )"},
};

class DocumentFilterOnServer : public testing::TestWithParam<test::ServerKind> {};

TEST_P(DocumentFilterOnServer, FindsWhatTheServerFinds) {
  test::MongoClient client(test::shared_server(GetParam()).uri());
  std::map<std::string, std::string> differences;
  for (const FilterCase& one : filter_cases()) {
    const std::string difference = difference_on(client, one);
    if (!difference.empty()) differences[one.filter] = difference;
  }
  EXPECT_EQ(differences, differences_of_secantus);
}

INSTANTIATE_TEST_SUITE_P(OneServer, DocumentFilterOnServer, testing::Values(test::ServerKind::secantus_rust),
                         test::NameOfServer());

}  // namespace
}  // namespace mongokeep::restore
