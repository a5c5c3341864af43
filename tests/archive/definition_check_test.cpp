#include "archive/definition_check.h"

#include <gmock/gmock.h>

namespace mongokeep::archive {
namespace {

using testing::HasSubstr;

std::string wrong(const std::string& type, const std::string& options, const std::string& indexes = "[]") {
  archive::CollectionRecord record;
  record.type = type;
  record.options = options;
  record.indexes = indexes;
  return wrong_definition(type, archive::stored_metadata(record));
}

TEST(DefinitionCheck, TakesWhatServersList) {
  EXPECT_EQ(wrong("collection", "{}", R"([{"v": 2, "key": {"_id": 1}, "name": "_id_"}])"), "");
  EXPECT_EQ(wrong("collection", R"({"capped": true, "size": 4096, "validator": {"$or": [{"a": 1}]},
      "storageEngine": {"wiredTiger": {"configString": "block_compressor=zstd"}}, "something": {"new": 1}})"),
            "");
  EXPECT_EQ(wrong("collection", R"({"encryptedFields": {"escCollection": "enxcol_.users.esc",
      "ecocCollection": "enxcol_.users.ecoc", "fields": []}})"),
            "");
  EXPECT_EQ(wrong("timeseries", R"({"timeseries": {"timeField": "at"}, "expireAfterSeconds": 3600})"), "");
  EXPECT_EQ(wrong("view", R"({"viewOn": "system.profile", "pipeline": [{"$match": {"millis": {"$gt": 100}}},
      {"$set": {"all": {"$mergeObjects": ["$a", {"$literal": {"$out": 1}}]}}}], "collation": {"locale": "fr"}})"),
            "");
}

TEST(DefinitionCheck, RefusesViewsThatWriteOrAreNone) {
  EXPECT_THAT(wrong("view", R"({"viewOn": "a", "pipeline": [{"$out": "b"}]})"), HasSubstr("writes, with `$out`"));
  EXPECT_THAT(wrong("view", R"({"viewOn": "a", "pipeline": [{"$lookup": {"from": "b", "as": "c",
      "pipeline": [{"$match": {}}, {"$merge": {"into": "d"}}]}}]})"),
              HasSubstr("writes, with `$merge`"));
  EXPECT_THAT(
      wrong("view", R"({"viewOn": "a", "pipeline": [{"$facet": {"x": [{"$out": {"db": "d", "coll": "c"}}]}}]})"),
      HasSubstr("writes, with `$out`"));
  EXPECT_THAT(wrong("view", R"({"viewOn": "a", "pipeline": {"$out": "b"}})"), HasSubstr("not an array"));
  EXPECT_THAT(wrong("view", R"({"pipeline": []})"), HasSubstr("no `viewOn`"));
  for (const char* source : {R"("")", R"("$cmd.aggregate")", R"(".a")", R"("a\u0000b")", "1"}) {
    EXPECT_THAT(wrong("view", std::string(R"({"viewOn": )") + source + "}"), HasSubstr("not the name")) << source;
  }
}

TEST(DefinitionCheck, RefusesOptionsThatReachElsewhere) {
  for (const char* option : {"$db", "$readPreference", "create", "writeConcern", "lsid", "txnNumber", "maxTimeMS"}) {
    EXPECT_THAT(wrong("collection", std::string("{\"") + option + R"(": {"w": 0}})"), HasSubstr(option));
  }
  EXPECT_THAT(wrong("collection", R"({"viewOn": "a"})"), HasSubstr("`viewOn`, but it is not a view"));
  EXPECT_THAT(wrong("timeseries", R"({"pipeline": []})"), HasSubstr("`pipeline`, but it is not a view"));
  EXPECT_THAT(wrong("collection", R"({"timeseries": {"timeField": "a"}})"), HasSubstr("not a time-series"));
  EXPECT_THAT(wrong("timeseries", R"({"timeseries": "at"})"), HasSubstr("not a document"));
  EXPECT_THAT(wrong("collection", R"({"encryptedFields": {"escCollection": "system.users"}})"),
              HasSubstr("escCollection"));
  EXPECT_THAT(wrong("collection", R"({"encryptedFields": []})"), HasSubstr("not a document"));
}

TEST(DefinitionCheck, RefusesIndexesWithoutAKey) {
  EXPECT_THAT(wrong("collection", "{}", R"([{"v": 2, "name": "a_1"}])"), HasSubstr("no `key`"));
  EXPECT_THAT(wrong("collection", "{}", R"([{"v": 2, "key": "a", "name": "a_1"}])"), HasSubstr("no `key`"));
}

}  // namespace
}  // namespace mongokeep::archive
