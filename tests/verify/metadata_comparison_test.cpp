#include "verify/metadata_comparison.h"

#include <gmock/gmock.h>

#include "verify/bson.h"

namespace mongokeep::verify {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Kind = MetadataDifference::Kind;

std::vector<std::string> texts_of(const std::vector<MetadataDifference>& differences) {
  std::vector<std::string> texts;
  for (const MetadataDifference& difference : differences) texts.push_back(difference.text);
  return texts;
}

std::vector<std::string> options(const char* stored, const char* live) {
  return texts_of(compare_options(bson(stored), bson(live)));
}

std::vector<std::string> indexes(const std::vector<const char*>& stored, const std::vector<const char*>& live) {
  std::vector<Bytes> left;
  std::vector<Bytes> right;
  for (const char* index : stored) left.push_back(bson(index));
  for (const char* index : live) right.push_back(bson(index));
  return texts_of(compare_indexes(left, right));
}

TEST(CompareOptions, NamesEachThatDiffers) {
  EXPECT_THAT(options(R"({"capped": true, "size": 100})", R"({"size": 100, "capped": true})"), IsEmpty());
  EXPECT_THAT(
      options(R"({"capped": true, "size": 100})", R"({"size": 200, "validator": {"a": 1}})"),
      ElementsAre("option `capped` is true in the backup and not set in the database",
                  R"(option `size` is {"$numberInt":"100"} in the backup and {"$numberInt":"200"} in the database)",
                  R"(option `validator` is not set in the backup and {"a":{"$numberInt":"1"}} in the database)"));
  EXPECT_EQ(options(R"({"v": {"a": 1, "b": 2}})", R"({"v": {"b": 2, "a": 1}})").size(), 1U);
  EXPECT_THAT(options(R"({"size": 1})", R"({"size": 1.0})"), IsEmpty()) << "servers write numbers as they like";
  EXPECT_THAT(options(R"({"capped": false, "flags": 1})", "{}"), IsEmpty());
}

TEST(CompareOptions, SaysWhatKindOfDifferenceItIs) {
  const auto found = compare_options(bson(R"({"a": 1, "b": 1})"), bson(R"({"b": 2, "c": 1})"));
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].kind, Kind::missing);
  EXPECT_EQ(found[0].name, "a");
  EXPECT_EQ(found[1].kind, Kind::changed);
  EXPECT_EQ(found[2].kind, Kind::added);
}

TEST(CompareIndexes, GoesByTheirNames) {
  const char* id = R"({"v": 2, "key": {"_id": 1}, "name": "_id_"})";
  const char* name = R"({"v": 2, "key": {"name": 1}, "name": "name_1", "unique": true})";
  EXPECT_THAT(indexes({id, name}, {name, id}), IsEmpty());
  EXPECT_THAT(indexes({id, name}, {id}), ElementsAre("index `name_1` is not in the database"));
  EXPECT_THAT(indexes({id}, {id, name}), ElementsAre("index `name_1` is not in the backup"));
  EXPECT_THAT(indexes({name}, {R"({"v": 2, "key": {"name": 1}, "name": "name_1"})"}),
              ElementsAre("`unique` of index `name_1` is true in the backup and not set in the database"));
  EXPECT_EQ(
      indexes({R"({"name": "n", "key": {"a": 1, "b": 1}})"}, {R"({"name": "n", "key": {"b": 1, "a": 1}})"}).size(), 1U)
      << "the order of keys is what an index is about";
}

TEST(CompareIndexes, LeavesOutWhatServersWriteInTheirOwnWay) {
  EXPECT_THAT(indexes({R"({"v": 2, "key": {"a": 1}, "name": "a_1", "ns": "shop.users"})"},
                      {R"({"v": 2, "key": {"a": 1}, "name": "a_1"})"}),
              IsEmpty());
  EXPECT_THAT(indexes({R"({"v": 1, "key": {"a": 1.0}, "name": "a_1", "unique": 1.0, "dropDups": true})"},
                      {R"({"v": 2, "key": {"a": 1}, "name": "a_1", "unique": true})"}),
              IsEmpty());
  EXPECT_EQ(indexes({R"({"key": {"a": 1}, "name": "a_1", "expireAfterSeconds": 10})"},
                    {R"({"key": {"a": 1}, "name": "a_1", "expireAfterSeconds": 20})"})
                .size(),
            1U);
}

TEST(WasNoCollection, IsWhatTheManifestSaysAndAGuessOfOlderOnes) {
  archive::CollectionRecord record;
  record.type = "collection";
  record.file = "users.json";
  record.indexes = "[]";
  EXPECT_TRUE(was_no_collection(record)) << "an older manifest does not tell";
  record.exists = true;
  EXPECT_FALSE(was_no_collection(record)) << "empty, and without an index";
  record.exists = false;
  EXPECT_TRUE(was_no_collection(record));
  record.exists.reset();
  record.documents = 1;
  EXPECT_FALSE(was_no_collection(record));
}

}  // namespace
}  // namespace mongokeep::verify
