#include "backup/metadata_text.h"

#include <gtest/gtest.h>

namespace mongokeep::backup {
namespace {

const extjson::BsonBytes empty = {5, 0, 0, 0, 0};
const extjson::BsonBytes one = {12, 0, 0, 0, 0x10, 'v', 0, 2, 0, 0, 0, 0};
/// {"v": 2, "v": 2}
const extjson::BsonBytes twice = {19, 0, 0, 0, 0x10, 'v', 0, 2, 0, 0, 0, 0x10, 'v', 0, 2, 0, 0, 0, 0};

TEST(MetadataText, IsCanonicalExtendedJson) {
  EXPECT_EQ(metadata_text(empty), "{}");
  EXPECT_EQ(metadata_text(one), R"({"v":{"$numberInt":"2"}})");
}

TEST(MetadataText, OfSeveralIsAnArray) {
  EXPECT_EQ(metadata_text(std::vector<extjson::BsonBytes>{}), "[]");
  EXPECT_EQ(metadata_text(std::vector{one, empty}), R"([{"v":{"$numberInt":"2"}},{}])");
}

TEST(MetadataText, KeepsTheBytesWhereAKeyStandsTwice) {
  EXPECT_EQ(metadata_text(twice), R"({"$bson":{"$binary":{"base64":"EwAAABB2AAIAAAAQdgACAAAAAA==","subType":"00"}}})");
}

}  // namespace
}  // namespace mongokeep::backup
