#include "mongo/reading/read_ahead.h"

#include <gtest/gtest.h>

#include "mongo/catalogue.h"
#include "mongo/reading/given_documents.h"
#include "support/mongo_client.h"
#include "support/server.h"

namespace mongokeep::mongo {
namespace {

using Bytes = test::Bytes;
using Step = ReadAhead::Step;
using test::ServerKind;

class ReadAheadTest : public testing::TestWithParam<ServerKind> {
 protected:
  /// More than the thread may hold ahead, with some that are larger than what it holds them in.
  void insert_sizes_of_all_kinds() {
    for (int id = 0; id < 900; ++id) {
      const std::size_t size = id % 100 == 7 ? 1'500'000 : static_cast<std::size_t>(id) * 37;
      writer_.insert(database_, "sizes",
                     "{\"_id\": " + std::to_string(id) + ", \"text\": \"" + std::string(size, 'x') + "\"}");
    }
  }

  std::string database_ = test::fresh_database();
  test::Server& server_ = test::shared_server(GetParam());
  test::MongoClient writer_{server_.uri()};
  Connection connection_ = Connection::open(server_.uri());
  Client client_ = connection_.acquire();
};

TEST_P(ReadAheadTest, GivesWhatThereIsInOrder) {
  insert_sizes_of_all_kinds();
  ReadAhead documents(client_, {database_, "sizes"}, ReadAhead::Order::by_index);
  std::vector<Bytes> given;
  EXPECT_EQ(add_rest(given, documents), Step::end);
  EXPECT_EQ(given, writer_.find_all(database_, "sizes"));
  EXPECT_EQ(documents.next(), Step::end) << "and goes on to say so";
}

TEST_P(ReadAheadTest, GivesTheClientBackWhenItIsGivenUp) {
  insert_sizes_of_all_kinds();
  for (const int taken : {0, 5, 120, 300, 700}) {
    {
      ReadAhead documents(client_, {database_, "sizes"}, ReadAhead::Order::by_index);
      for (int index = 0; index < taken; ++index) ASSERT_EQ(documents.next(), Step::document);
    }
    EXPECT_TRUE(find_collection(client_, {database_, "sizes"})) << "after " << taken;
  }
}

TEST_P(ReadAheadTest, GivesAllThatCameInBeforeAnInterruptionAndGoesOnBehindIt) {
  insert_sizes_of_all_kinds();
  const std::vector<Bytes> all = writer_.find_all(database_, "sizes");
  ReadAhead documents(client_, {database_, "sizes"}, ReadAhead::Order::by_index);
  Step last;
  std::vector<Bytes> given;
  {
    const test::FailPoint fail(server_.uri(), R"({"skip": 2})", R"({"failCommands": ["getMore"], "errorCode": 11602})");
    last = add_rest(given, documents);
  }
  ASSERT_EQ(last, Step::interrupted);
  EXPECT_EQ(documents.interruption().subject(), database_ + ".sizes");
  EXPECT_GT(given.size(), 100U);
  EXPECT_LT(given.size(), all.size());
  ASSERT_TRUE(documents.can_resume());
  documents.resume();
  EXPECT_EQ(add_rest(given, documents), Step::end);
  EXPECT_EQ(given, all);
}

TEST_P(ReadAheadTest, ThrowsWhatTheCursorThrows) {
  insert_sizes_of_all_kinds();
  ReadAhead documents(client_, {database_, "sizes"}, ReadAhead::Order::by_index);
  const test::FailPoint fail(server_.uri(), R"({"skip": 2})", R"({"failCommands": ["getMore"], "errorCode": 13})");
  expect_refusal(documents);
}

INSTANTIATE_TEST_SUITE_P(FullServers, ReadAheadTest, testing::ValuesIn(test::full_servers), test::NameOfServer());

}  // namespace
}  // namespace mongokeep::mongo
