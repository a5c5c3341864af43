#include "mongo/reading/id_order.h"

#include <gmock/gmock.h>

#include "extjson/bson_bytes.h"
#include "support/mongo_client.h"

namespace mongokeep::mongo {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::string last_problem(IdOrder& order, const std::vector<const char*>& documents) {
  std::string problem;
  for (const char* document : documents) {
    const test::Bytes bytes = test::bson_from_json(document);
    problem = order.problem_with(extjson::find_element(extjson::view_of(bytes), "_id"));
  }
  return problem;
}

TEST(IdOrder, IsThatOfTheServer) {
  IdOrder order(IdOrder::Strings::by_bytes);
  for (const char* id : {"{\"$minKey\": 1}", "null", "-5", "{\"$numberLong\": \"2\"}", "2.5", "3", "\"B\"", "\"a\"",
                         "{\"a\": 1}", "{\"$oid\": \"65d3f1c09f1b2a0012ab34cd\"}", "false", "true",
                         "{\"$date\": \"2024-02-20T01:00:00Z\"}", "{\"$maxKey\": 1}"}) {
    EXPECT_THAT(last_problem(order, {("{\"x\": 1, \"_id\": " + std::string(id) + "}").c_str()}), IsEmpty()) << id;
  }
  EXPECT_EQ(order.without_id(), 0U);
}

TEST(IdOrder, FindsWhatStandsInTheWrongPlaceAndCountsWhatIsThereTwice) {
  IdOrder order(IdOrder::Strings::by_bytes);
  EXPECT_THAT(last_problem(order, {"{\"_id\": 1}", "{\"_id\": 3}", "{\"_id\": 2}"}), HasSubstr("sorts before"));
  EXPECT_THAT(last_problem(order, {"{\"_id\": 2}"}), IsEmpty()) << "not by law unique";
  EXPECT_EQ(order.shared(), 1U);
  EXPECT_THAT(last_problem(order, {"{\"_id\": 2.0}"}), IsEmpty());
  EXPECT_EQ(order.shared(), 2U) << "numbers are compared by what they are";
  EXPECT_THAT(last_problem(order, {"{\"_id\": \"1\"}"}), IsEmpty());
}

TEST(IdOrder, CountsDocumentsThatHaveNone) {
  IdOrder order(IdOrder::Strings::by_bytes);
  EXPECT_THAT(last_problem(order, {"{\"_id\": 1}", "{\"a\": 0}", "{\"_id\": 2}"}), IsEmpty());
  EXPECT_EQ(order.without_id(), 1U);
}

TEST(IdOrder, OfACollationIsKnownBetweenTypesOnly) {
  IdOrder order(IdOrder::Strings::by_collation);
  EXPECT_THAT(last_problem(order, {"{\"_id\": 1}", "{\"_id\": \"a\"}", "{\"_id\": \"B\"}", "{\"_id\": \"c\"}"}),
              IsEmpty());
  EXPECT_EQ(order.not_compared(), 2U);
  EXPECT_THAT(last_problem(order, {"{\"_id\": 7}"}), HasSubstr("sorts before"));
}

}  // namespace
}  // namespace mongokeep::mongo
