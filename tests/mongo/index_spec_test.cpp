#include "mongo/index_spec.h"

#include <gtest/gtest.h>

#include <string>

#include "extjson/bson_bytes.h"
#include "support/mongo_client.h"

namespace mongokeep::mongo {
namespace {

using test::bson_from_json;
using test::relaxed_json;

extjson::BsonView index_view(const extjson::BsonBytes& bytes) {
  return {bytes.data(), bytes.size()};
}

std::string spec(const char* index, IndexForm form = {}) {
  const extjson::BsonBytes bytes = bson_from_json(index);
  return relaxed_json(index_spec(index_view(bytes), form));
}

std::string options(const char* text) {
  const extjson::BsonBytes bytes = bson_from_json(text);
  return relaxed_json(collection_options(index_view(bytes)));
}

bool is_automatic(const char* index, const char* collection) {
  const extjson::BsonBytes index_bytes = bson_from_json(index);
  const extjson::BsonBytes collection_bytes = bson_from_json(collection);
  return is_automatic_index(index_view(index_bytes), index_view(collection_bytes));
}

TEST(IndexSpec, LeavesOutWhatSaysNothing) {
  const std::string plain = spec(R"({"key": {"a": 1}, "name": "a_1"})");
  EXPECT_EQ(spec(R"({"v": 1, "key": {"a": 1}, "name": "a_1", "ns": "shop.users", "background": true})"), plain);
  EXPECT_EQ(spec(R"({"v": 2, "key": {"a": 1}, "name": "a_1", "unique": false, "sparse": 0, "dropDups": true})"), plain);
  EXPECT_EQ(spec(R"({"key": {"a": 1}, "name": "a_1", "flags": 1, "collation": {"locale": "simple"}})"), plain);
}

TEST(IndexSpec, KnowsASwitchThatIsOnByAnyValue) {
  const std::string unique = spec(R"({"key": {"a": 1}, "name": "a_1", "unique": true})");
  EXPECT_EQ(spec(R"({"key": {"a": 1}, "name": "a_1", "unique": 1.0})"), unique);
  EXPECT_EQ(spec(R"({"key": {"a": 1}, "name": "a_1", "unique": {"$numberLong": "1"}})"), unique);
  EXPECT_NE(spec(R"({"key": {"a": 1}, "name": "a_1", "unique": 0.0})"), unique);
  EXPECT_NE(spec(R"({"key": {"a": 1}, "name": "a_1", "unique": {"$numberDecimal": "0"}})"), unique);
  EXPECT_NE(spec(R"({"key": {"a": 1}, "name": "a_1", "unique": {"$numberDecimal": "-0E+3"}})"), unique);
  EXPECT_EQ(spec(R"({"key": {"a": 1}, "name": "a_1", "unique": {"$numberDecimal": "0.1"}})"), unique);
}

TEST(IndexSpec, WritesOutTheSimpleCollationWhereTheCollectionHasAnother) {
  EXPECT_EQ(spec(R"({"key": {"a": 1}, "name": "a_1"})", {.writes_simple_collation = true}),
            R"({ "key" : { "a" : 1 }, "name" : "a_1", "collation" : { "locale" : "simple" } })");
  const char* german = R"({"key": {"a": 1}, "name": "a_1", "collation": {"locale": "de"}})";
  EXPECT_EQ(spec(german, {.writes_simple_collation = true}), spec(german));
}

TEST(IndexSpec, ConvertsWhatOldServersTookOnlyWhenItIsAsked) {
  const char* old = R"({"key": {"a": true, "b": "", "c": 0, "d": -1, "e": "2dsphere", "f": 0.0}, "name": "old",
                        "unique": true, "safe": true, "w": 1})";
  EXPECT_EQ(
      spec(old, {.converts_legacy = true}),
      spec(R"({"key": {"a": 1, "b": 1, "c": 1, "d": -1, "e": "2dsphere", "f": 1}, "name": "old", "unique": true})"));
  EXPECT_NE(spec(old), spec(old, {.converts_legacy = true}));
}

TEST(CollectionOptions, LeaveOutWhatSaysNothing) {
  EXPECT_EQ(options(R"({"flags": 1, "capped": false, "autoIndexId": true, "collation": {"locale": "simple"}})"),
            options("{}"));
  EXPECT_EQ(options(R"({"capped": 1.0, "size": 100})"), options(R"({"capped": true, "size": 100})"));
  EXPECT_NE(options(R"({"autoIndexId": false})"), options("{}"));
}

TEST(AutomaticIndex, IsThatOfATimeSeriesOnMetaAndTime) {
  const char* measured = R"({"timeseries": {"timeField": "at", "metaField": "room"}})";
  EXPECT_TRUE(is_automatic(R"({"key": {"room": 1, "at": 1}, "name": "room_1_at_1"})", measured));
  EXPECT_FALSE(is_automatic(R"({"key": {"at": 1, "room": 1}, "name": "x"})", measured));
  EXPECT_FALSE(is_automatic(R"({"key": {"room": 1}, "name": "x"})", measured));
  EXPECT_FALSE(is_automatic(R"({"key": {"room": 1, "at": 1, "b": 1}, "name": "x"})", measured));
  EXPECT_FALSE(is_automatic(R"({"key": {"room": 1, "at": 1}, "name": "room_1_at_1"})", "{}"));
}

TEST(DefaultCollation, IsAnyButTheSimpleOne) {
  const auto has = [](const char* text) {
    const extjson::BsonBytes bytes = bson_from_json(text);
    return has_default_collation(index_view(bytes));
  };
  EXPECT_FALSE(has("{}"));
  EXPECT_FALSE(has(R"({"collation": {"locale": "simple"}})"));
  EXPECT_TRUE(has(R"({"collation": {"locale": "de", "strength": 2}})"));
}

}  // namespace
}  // namespace mongokeep::mongo
