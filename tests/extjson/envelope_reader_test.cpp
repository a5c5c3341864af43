// Documents that come as their bytes.

#include "extjson/envelope_reader.h"

#include <gtest/gtest.h>

#include <string>

#include "extjson/base64.h"
#include "extjson/expected_fault.h"

namespace mongokeep::extjson {
namespace {

std::string base64_of(const Bytes& bytes) {
  TextBuffer text;
  Draft draft(text);
  draft.commit(write_base64(draft, draft.begin(), bytes));
  return std::string(text.view());
}

/// The member `"$bson":…` that holds these bytes.
std::string bson_member(const Bytes& bytes) {
  return R"("$bson":{"$binary":{"base64":")" + base64_of(bytes) + R"(","subType":"00"}})";
}

const Bytes odd_document = BsonBuilder().add_int32("_id", 7).add_string("$oid", "\xFF").bytes();

void expect_opened(const std::string& text, const Bytes& document) {
  const TextReading reading = read_text(text);
  EXPECT_EQ(reading.bytes, document) << text << "\n" << fault_text(reading);
}

TEST(EnvelopeReader, GivesTheBytesWithin) {
  expect_opened("{" + bson_member(odd_document) + "}", odd_document);
  expect_opened("{\"_id\":{\"$numberInt\":\"7\"}," + bson_member(odd_document) + "}", odd_document);
  expect_opened("{" + bson_member(odd_document) + " , \"_id\" : 7 }\n", odd_document);
  const Bytes empty = BsonBuilder().bytes();
  expect_opened("{" + bson_member(empty) + "}", empty);
}

TEST(EnvelopeReader, TakesTheIdThatRelaxedTextHas) {
  for (const BsonBuilder& document : {
           BsonBuilder().add(BsonType::int64, "_id", stored(std::int64_t{5})).add_string("a", "\xFF"),
           BsonBuilder().add(BsonType::number_double, "_id", stored(-0.0)).add_string("a", "\xFF"),
           BsonBuilder()
               .add(BsonType::number_double, "_id", stored(std::uint64_t{0x7FF8000000000001}))
               .add_string("a", "\xFF"),
           BsonBuilder()
               .add(BsonType::regular_expression, "_id", std::string_view("a\0xi\0", 5))
               .add_string("a", "\xFF"),
           BsonBuilder().add_array("_id", BsonBuilder().add_int32("7", 1)).add_string("a", "\xFF"),
       }) {
    const std::string text = json_of(JsonFormat::relaxed, document);
    ASSERT_EQ(text.find("{\"_id\":"), 0);
    expect_opened(text, document.bytes());
  }
}

TEST(EnvelopeReader, TakesTheIdThatIsGuessedAt) {
  const Bytes document = BsonBuilder().add_string("_id", "0123456789abcdef01234567").add_string("a", "\xFF").bytes();
  const TextRules rules{TextRules::Wrappers::read, TextRules::Guess::ids_and_dates};
  const TextReading reading = read_text(json_of(JsonFormat::canonical, document), rules);
  EXPECT_EQ(reading.bytes, document) << fault_text(reading);
}

TEST(EnvelopeReader, RefusesAnotherId) {
  const std::string member = bson_member(odd_document);
  expect_fault("{\"_id\":⟨8," + member + "}", "_id", "not the _id of the document");
  expect_fault("{\"_id\":⟨\"7\"," + member + "}", "_id", "not the _id of the document");
  expect_fault("{\"_id\":⟨7.0," + member + "}", "_id", "not the _id of the document");
  expect_fault("{\"_id\":⟨1," + bson_member(BsonBuilder().bytes()) + "}", "_id", "not the _id of the document");
}

TEST(EnvelopeReader, RefusesOtherMembers) {
  const std::string member = bson_member(odd_document);
  expect_fault("{\"a\":1,⟨" + member + "}", "", "no other members except _id");
  expect_fault("{" + member + ",⟨\"a\":1}", "", "no such member");
  expect_fault("{\"_id\":7," + member + ",⟨\"a\":1}", "", "no such member");
  expect_fault("{\"_id\":7," + member + ",⟨\"_id\":7}", "", "given twice");
  expect_fault("{\"_id\":7,\"_id\":7,⟨" + member + "}", "", "no other members except _id");
  expect_fault("{" + member + ",⟨" + member + "}", "", "given twice");
  expect_fault("{" + member + "} ⟨{}", "", "after the document");
}

TEST(EnvelopeReader, RefusesWhatIsNoPlainBinary) {
  expect_fault(R"({"$bson":⟨"AAAA"})", "$bson", "$binary of subtype 00");
  expect_fault(R"({"$bson":⟨{"a":1}})", "$bson", "$binary of subtype 00");
  expect_fault(R"({"$bson":⟨{"$binary":{"base64":"BQAAAAA=","subType":"02"}}})", "$bson", "$binary of subtype 00");
  expect_fault(R"({"$bson":{"$binary":{"base64":"⟨*","subType":"00"}}})", "$bson.$binary.base64", "");
}

TEST(EnvelopeReader, RefusesBytesThatAreNoDocument) {
  const auto refused = [](const Bytes& bytes) {
    std::string marked = "{" + bson_member(bytes) + "}";
    marked.insert(marked.find("{\"$binary\""), "⟨");
    expect_fault(marked, "$bson", "the bytes in $bson are not a document");
  };
  refused({});
  refused({5, 0, 0, 0});
  refused({6, 0, 0, 0, 0});
  refused({5, 0, 0, 0, 1});
  refused(BsonBuilder().add(BsonType::boolean, "a", "\2").bytes());
  refused(BsonBuilder().add(static_cast<BsonType>(0x20), "a").bytes());
  refused(BsonBuilder().add(BsonType::string, "a", stored(std::int32_t{100}) + "b").bytes());
  BsonBuilder deep;
  for (int level = 0; level < deepest_nesting; ++level) deep = BsonBuilder().add_document("a", deep);
  refused(deep.bytes());
}

TEST(EnvelopeReader, ReadsItsKeyAsAnyOtherWhereWrappersAreLiteral) {
  const TextReading reading = read_text(R"({"_id":1,"$bson":{"$binary":1}})", {TextRules::Wrappers::literal});
  EXPECT_EQ(reading.bytes,
            BsonBuilder().add_int32("_id", 1).add_document("$bson", BsonBuilder().add_int32("$binary", 1)).bytes());
}

}  // namespace
}  // namespace mongokeep::extjson
