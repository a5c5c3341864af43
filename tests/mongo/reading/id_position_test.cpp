#include "mongo/reading/id_position.h"

#include <gtest/gtest.h>

#include <string>

#include "extjson/bson_element.h"
#include "extjson/value_order.h"
#include "support/mongo_client.h"

namespace mongokeep::mongo {
namespace {

using Line = IdPosition::Line;

std::optional<IdPosition> position_of(const std::string& id) {
  return IdPosition::of(test::bson_from_json("{\"_id\": " + id + "}"));
}

extjson::Element first_of(const test::Bytes& document) {
  return extjson::ElementReader({document.data(), document.size()}).next().value();
}

struct OnTheLine {
  const char* name;
  Line line;
  std::vector<std::string> in_order;
};

class IdPositionTest : public testing::TestWithParam<OnTheLine> {};

TEST_P(IdPositionTest, FollowsTheOrderOfTheServer) {
  std::optional<IdPosition> before;
  for (const std::string& id : GetParam().in_order) {
    const auto position = position_of(id);
    ASSERT_TRUE(position) << id;
    EXPECT_EQ(position->line, GetParam().line) << id;
    if (before) {
      EXPECT_LT(before->at, position->at) << id;
    }
    before = position;
  }
}

TEST_P(IdPositionTest, IsThatOfTheIdThatItLeadsTo) {
  const std::uint64_t last = end_of(GetParam().line).at;
  for (const std::uint64_t at : {std::uint64_t{0}, std::uint64_t{1}, last / 2, last}) {
    const IdPosition position{GetParam().line, at};
    const auto again = IdPosition::of(position.first_id());
    ASSERT_TRUE(again) << at;
    EXPECT_EQ(again->line, position.line);
    EXPECT_EQ(again->at, at);
  }
}

TEST_P(IdPositionTest, HasAnEndThatAllIdsOfTheLineAreBefore) {
  const test::Bytes end = end_of(GetParam().line).id;
  for (const std::string& id : GetParam().in_order) {
    const test::Bytes document = test::bson_from_json("{\"_id\": " + id + "}");
    EXPECT_TRUE(extjson::compare_values(first_of(document), first_of(end)) <= 0) << id;
  }
}

const OnTheLine lines[] = {
    {"ObjectIds",
     Line::object_id,
     {R"({"$oid": "000000000000000000000000"})", R"({"$oid": "65d3f1c09f1b2a0012ab34cd"})",
      R"({"$oid": "ffffffffffffffffffffffff"})"}},
    {"Numbers",
     Line::number,
     {R"({"$numberLong": "-9223372036854775808"})", R"({"$numberDouble": "-1e18"})", "-1.5", "-1", "0.5", "1",
      R"({"$numberLong": "5000000000"})", "5000000001.25", R"({"$numberLong": "9223372036854775807"})"}},
    {"Dates", Line::date, {R"({"$date": {"$numberLong": "-1"}})", R"({"$date": {"$numberLong": "1708390800000"}})"}},
    {"Uuids",
     Line::uuid,
     {R"({"$uuid": "00000000-0000-4000-8000-000000000000"})", R"({"$uuid": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"})"}},
};

INSTANTIATE_TEST_SUITE_P(Lines, IdPositionTest, testing::ValuesIn(lines),
                         [](const auto& line) { return std::string(line.param.name); });

TEST(IdPosition, IsOfTheUsualTypesAlone) {
  for (const char* id :
       {"\"text\"", R"({"$numberDouble": "NaN"})", R"({"$numberDouble": "Infinity"})", "1e19",
        R"({"$numberDecimal": "1"})", "{}", "null", "true", R"({"$binary": {"base64": "AAEC", "subType": "04"}})",
        R"({"$binary": {"base64": "AAECAwQFBgcICQoLDA0ODw==", "subType": "00"}})"}) {
    EXPECT_FALSE(position_of(id)) << id;
  }
  EXPECT_FALSE(IdPosition::of(test::bson_from_json("{\"a\": 1}")));
  EXPECT_FALSE(IdPosition::of({}));
}

TEST(IdPosition, OfObjectIdsIsTheirSecond) {
  EXPECT_EQ(position_of(R"({"$oid": "65d3f1c09f1b2a0012ab34cd"})")->at, 0x65d3f1c0U);
  EXPECT_EQ(position_of(R"({"$oid": "65d3f1c0ffffffffffffffff"})")->at, 0x65d3f1c0U);
}

}  // namespace
}  // namespace mongokeep::mongo
