#include "mongo/reading/ordered_cursor.h"

#include <gtest/gtest.h>

#include "mongo/reading/given_documents.h"
#include "support/mongo_client.h"
#include "support/server.h"

namespace mongokeep::mongo {
namespace {

using Bytes = test::Bytes;
using Step = OrderedCursor::Step;
using test::ServerKind;

/// An `_id` of every type that one may have, and the ends of each type: NaN and the infinities, the empty and the long.
const std::vector<std::string> ids = {
    R"({"$minKey": 1})",
    "null",
    R"({"$numberDouble": "NaN"})",
    R"({"$numberDouble": "-Infinity"})",
    "-5",
    "0",
    R"({"$numberDecimal": "0.5"})",
    R"({"$numberLong": "9007199254740993"})",
    R"({"$numberDouble": "Infinity"})",
    R"("")",
    R"("text")",
    "{}",
    R"({"a": 1})",
    R"({"$binary": {"base64": "", "subType": "00"}})",
    R"({"$binary": {"base64": "AAECAwQFBgcICQoLDA0ODw==", "subType": "04"}})",
    R"({"$oid": "000000000000000000000000"})",
    R"({"$oid": "65d3f1c09f1b2a0012ab34cd"})",
    "false",
    "true",
    R"({"$date": {"$numberLong": "-1"}})",
    R"({"$date": {"$numberLong": "1708390800000"}})",
    R"({"$timestamp": {"t": 1, "i": 1}})",
    "{\"$code\": \"f()\"}",
    R"({"$maxKey": 1})",
};

/// What the cursor has left.
std::vector<Bytes> rest_of(OrderedCursor& cursor) {
  std::vector<Bytes> documents;
  add_rest(documents, cursor);
  return documents;
}

class OrderedCursorTest : public testing::TestWithParam<ServerKind> {
 protected:
  std::string database_ = test::fresh_database();
  test::Server& server_ = test::shared_server(GetParam());
  test::MongoClient writer_{server_.uri()};
  Connection connection_ = Connection::open(server_.uri());
  Client client_ = connection_.acquire();
};

TEST_P(OrderedCursorTest, GivesNothingOfACollectionThatIsNotThere) {
  OrderedCursor cursor(client_, {database_, "none"}, OrderedCursor::Order::by_index);
  EXPECT_EQ(cursor.next(), Step::end);
}

TEST_P(OrderedCursorTest, ResumesBehindAnyIdOfAnyType) {
  for (const std::string& id : ids) writer_.insert(database_, "ids", "{\"_id\": " + id + ", \"x\": 1}");
  const std::vector<Bytes> all = writer_.find_all(database_, "ids");
  ASSERT_EQ(all.size(), ids.size());
  for (std::size_t given = 0; given <= all.size(); ++given) {
    OrderedCursor cursor(client_, {database_, "ids"}, OrderedCursor::Order::by_index);
    for (std::size_t i = 0; i < given; ++i) ASSERT_EQ(cursor.next(), Step::document);
    cursor.resume();
    EXPECT_EQ(rest_of(cursor), std::vector<Bytes>(all.begin() + static_cast<std::ptrdiff_t>(given), all.end()))
        << "behind document " << given;
  }
}

TEST_P(OrderedCursorTest, ResumesWhenTheIdIsNotTheFirstMember) {
  for (const char* id : {"1", "2", "3"}) {
    writer_.insert(database_, "late", std::string("{\"x\": {\"_id\": 9}, \"_id\": ") + id + "}");
  }
  OrderedCursor cursor(client_, {database_, "late"}, OrderedCursor::Order::by_index);
  ASSERT_EQ(cursor.next(), Step::document);
  cursor.resume();
  EXPECT_EQ(rest_of(cursor).size(), 2U);
}

TEST_P(OrderedCursorTest, SaysThatItWasInterruptedAndByWhat) {
  writer_.insert(database_, "some", R"({"_id": 1})");
  const test::FailPoint fail(server_.uri(), R"("alwaysOn")", R"({"failCommands": ["find"], "errorCode": 11602})");
  OrderedCursor cursor(client_, {database_, "some"}, OrderedCursor::Order::by_index);
  EXPECT_EQ(cursor.next(), Step::interrupted);
  EXPECT_EQ(cursor.interruption().subject(), database_ + ".some");
}

TEST_P(OrderedCursorTest, ThrowsWhereAskingAgainWouldNotHelp) {
  writer_.insert(database_, "some", R"({"_id": 1})");
  const test::FailPoint fail(server_.uri(), R"("alwaysOn")", R"({"failCommands": ["find"], "errorCode": 13})");
  OrderedCursor cursor(client_, {database_, "some"}, OrderedCursor::Order::by_index);
  try {
    cursor.next();
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::server);
    EXPECT_FALSE(error.hint().empty());
  }
}

INSTANTIATE_TEST_SUITE_P(FullServers, OrderedCursorTest, testing::ValuesIn(test::full_servers), test::NameOfServer());

}  // namespace
}  // namespace mongokeep::mongo
