#include "mongo/reading/line_read.h"

#include <gtest/gtest.h>

#include "support/mongo_client.h"

namespace mongokeep::mongo {
namespace {

LineRead read(const std::vector<std::string>& ids) {
  LineRead read;
  for (const std::string& id : ids) {
    const test::Bytes document = test::bson_from_json("{\"_id\": " + id + "}");
    read.add({document.data(), document.size()});
  }
  return read;
}

TEST(LineRead, CountsFromTheFirstPlaceToTheLast) {
  const LineRead three = read({"1", "2", "10"});
  EXPECT_EQ(three.documents, 3U);
  EXPECT_EQ(three.bytes, 3U * 14U);
  EXPECT_EQ(three.places(), 10.0);
  EXPECT_EQ(read({"7"}).places(), 1.0);
}

TEST(LineRead, IsOfTheLineThatTheLastOneIsOn) {
  const LineRead dates =
      read({"5", "\"settings\"", R"({"$date": {"$numberLong": "3"}})", R"({"$date": {"$numberLong": "4"}})"});
  ASSERT_TRUE(dates.last);
  EXPECT_EQ(dates.last->line, IdPosition::Line::date);
  EXPECT_EQ(dates.documents, 2U);
  EXPECT_EQ(dates.places(), 2.0);
}

TEST(LineRead, GoesOnBehindOneWithoutAPlace) {
  EXPECT_FALSE(read({}).last);
  EXPECT_FALSE(read({"1", R"({"$numberDecimal": "1.5"})"}).last);
  EXPECT_EQ(read({"1", R"({"$numberDecimal": "1.5"})", "2"}).documents, 3U);
}

}  // namespace
}  // namespace mongokeep::mongo
