// A backup of one server restored into another that can hold less: all of the difference is reported, and nothing else.

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "end_to_end/scene.h"

namespace mongokeep::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class OtherServer : public testing::Test {
 protected:
  OtherServer() {
    MongoClient& source = scene_.client();
    const std::string& database = scene_.database();
    source.create_collection(database, "capped", R"({"capped": true, "size": 100352})");
    source.create_collection(database, "checked",
                             R"({"validator": {"age": {"$exists": true}}, "validationLevel": "moderate"})");
    source.create_collection(database, "clustered",
                             R"({"clusteredIndex": {"key": {"_id": 1}, "unique": true, "name": "by_id"}})");
    source.create_collection(database, "measures", R"({"timeseries": {"timeField": "at", "metaField": "m"}})");
    source.insert(database, "measures", R"({"_id": 1, "at": {"$date": "2024-02-20T01:00:00Z"}, "m": "x"})");
    source.insert(database, "checked", R"({"_id": 1, "age": 30})");
    source.insert(database, "users", R"({"_id": 1, "mail": "ada@example.org", "age": 30})");
    source.create_index(database, "users", R"({"key": {"mail": 1}, "name": "mail_1", "unique": true})");
    source.create_index(database, "users", R"({"key": {"at": 1}, "name": "ttl", "expireAfterSeconds": 1000000000})");
    source.create_index(database, "users",
                        R"({"key": {"age": 1}, "name": "adults", "partialFilterExpression": {"age": {"$gt": 17}}})");
    source.create_collection(database, "adults",
                             R"({"viewOn": "users", "pipeline": [{"$match": {"age": {"$gt": 17}}}]})");
    for (const char* value :
         {"1", "{\"$numberDouble\": \"-0.0\"}", "{\"$numberDecimal\": \"1.5\"}", "{\"a.b\": 1}", "[[1]]",
          "{\"$oid\": \"65d3f1c09f1b2a0012ab34cd\"}", "{\"$numberDouble\": \"Infinity\"}", "\"text\""}) {
      source.insert(database, "values",
                    std::string("{\"_id\": ") + std::to_string(next_id_++) + ", \"v\": " + value + "}");
    }
  }

  /// What is said of each collection: the options and indexes in it, by name.
  static std::map<std::string, std::set<std::string>> refused_names(const Json& report) {
    const std::set<std::string> known = {"capped",         "size",       "validator", "validationLevel",
                                         "clusteredIndex", "by_id",      "ttl",       "adults",
                                         "mail_1",         "timeseries", "view",      "collation"};
    std::map<std::string, std::set<std::string>> names;
    for (const Json& collection : report.at("collections")) {
      auto& of_this = names[collection.at("collectionName").get<std::string>()];
      for (const std::string part : collection.at("refusals")) {
        // What a sentence is about stands before its first colon, or in back quotes.
        const std::string subject = part.substr(0, part.find(part.find('`') < part.find(':') ? " is " : ":"));
        for (const std::string& name : known) {
          if (subject.find(name) != std::string::npos) of_this.insert(name);
        }
      }
      if (of_this.empty()) names.erase(collection.at("collectionName").get<std::string>());
    }
    return names;
  }

  Scene scene_{shared_server(ServerKind::secantus_rust)};
  Server& other_ = shared_server(ServerKind::ferretdb);
  std::string copy_ = fresh_database();
  int next_id_ = 1;
};

TEST_F(OtherServer, FerretdbTakesWhatItCanFromSecantusRustAndTheRestIsReported) {
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const ProgramResult restored = scene_.call("restore", {"latest", "--uri", other_.uri(copy_), "--json"});
  EXPECT_EQ(restored.exit_code, 3) << restored.error;
  const Json report = Json::parse(restored.output);
  const std::string database = scene_.database() + ".";
  const std::map<std::string, std::set<std::string>> expected = {
      {database + "adults", {"view"}},
      {database + "checked", {"validator", "validationLevel"}},
      {database + "clustered", {"by_id", "clusteredIndex"}},
      {database + "measures", {"timeseries"}},
      {database + "users", {"adults", "ttl"}},
  };
  EXPECT_EQ(refused_names(report), expected) << restored.output;

  std::vector<std::uint64_t> lost_lines;
  for (const Json& collection : report.at("collections")) {
    EXPECT_EQ(collection.at("duplicateCount"), 0);
    EXPECT_EQ(collection.at("invalidCount"), 0);
    EXPECT_TRUE(collection.at("error").is_null());
    for (const Json& lost : collection.at("lostDocuments")) lost_lines.push_back(lost.at("line"));
  }
  EXPECT_THAT(lost_lines, ElementsAre(4U, 5U, 6U, 8U)) << "a decimal128, a key with a dot, nested arrays, infinity";

  // What the server altered without a word, only a comparison can tell.
  const ProgramResult compared = scene_.call("verify", {"latest", "--against", other_.uri(copy_), "--json"});
  EXPECT_EQ(compared.exit_code, 3) << compared.error;
  const Json comparison = Json::parse(compared.output).at("comparison");
  for (const Json& collection : comparison.at("collections")) {
    const std::string name = collection.at("collectionName").get<std::string>().substr(database.size());
    EXPECT_EQ(collection.at("changedCount"), name == "values" ? 1 : 0) << "negative zero";
    EXPECT_EQ(collection.at("missingCount"), name == "values" ? 4 : name == "measures" ? 1 : 0) << name;
    EXPECT_EQ(collection.at("addedCount"), name == "measures" ? 1 : 0) << "a plain collection has `_id` in front";
  }
}

}  // namespace
}  // namespace mongokeep::test
