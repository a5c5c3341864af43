// Collections that are read over several connections, as they are where the server is far away. Here every server is.

#include <gtest/gtest.h>

#include <algorithm>

#include "mongo/catalogue.h"
#include "mongo/reading/given_documents.h"
#include "mongo/reading/read_ahead.h"
#include "support/mongo_client.h"
#include "support/server.h"

namespace mongokeep::mongo {
namespace {

using Bytes = test::Bytes;
using Step = ReadAhead::Step;
using test::ServerKind;
using namespace std::chrono_literals;

constexpr int count = 12'000;

class RangedReading : public testing::TestWithParam<ServerKind> {
 protected:
  /// Some 12 MB, which is more than one connection is left with; `id_of` gives the text of an `_id`, in the order of
  /// the numbers.
  template <typename IdOf>
  void insert(IdOf id_of) {
    const std::string text(1000, 'x');
    std::vector<Bytes> batch;
    for (int number = 0; number < count; ++number) {
      batch.push_back(test::bson_from_json("{\"_id\": " + id_of(number) + ", \"text\": \"" + text + "\"}"));
      if (batch.size() < 2000 && number + 1 < count) continue;
      writer_.insert(database_, "much", batch);
      batch.clear();
    }
  }
  /// Ten in a second.
  static std::string object_id(int number, const char* process = "9f1b2a0012") {
    return object_id(number, number / 10, process);
  }
  static std::string object_id(int number, int second, const char* process = "9f1b2a0012") {
    char text[64];
    std::snprintf(text, sizeof text, R"({"$oid": "%08x%s%06x"})", 0x65000000U + static_cast<unsigned>(second), process,
                  static_cast<unsigned>(number));
    return text;
  }

  std::vector<Bytes> all() { return writer_.find_all(database_, "much"); }
  void expect_all_in_order() {
    ReadAhead documents(client_, {database_, "much"}, ReadAhead::Order::by_index, &lanes_);
    std::vector<Bytes> given;
    ASSERT_NO_FATAL_FAILURE(add_next(given, documents, 2000));
    EXPECT_EQ(lanes_.lend()->clients().empty(), is_ranged_) << "where ranges are read, all are lent";
    EXPECT_EQ(add_rest(given, documents), Step::end);
    EXPECT_TRUE(given == all());
    EXPECT_EQ(documents.next(), Step::end) << "and goes on to say so";
  }
  /// All connections are free again.
  void expect_free() {
    EXPECT_TRUE(find_collection(client_, {database_, "much"}));
    EXPECT_EQ(lanes_.lend()->clients().size(), 4U);
  }

  std::string database_ = test::fresh_database();
  test::Server& server_ = test::shared_server(GetParam());
  test::MongoClient writer_{server_.uri()};
  Connection connection_ = Connection::open(server_.uri());
  Client client_ = connection_.acquire();
  Lanes lanes_{connection_, 0ms};
  /// FerretDB does not understand what ranges of ObjectIds need.
  bool is_ranged_ = GetParam() != ServerKind::ferretdb;
};

TEST_P(RangedReading, GivesNumbersInOrder) {
  // Dense at first, then with gaps that grow; some of another type between.
  insert([](int number) {
    const std::int64_t step = number;
    const std::string text = std::to_string(step * step * step);
    if (number % 100 == 50) return "{\"$numberDouble\": \"" + text + ".5\"}";
    return "{\"$numberLong\": \"" + text + "\"}";
  });
  expect_all_in_order();
  expect_free();
}

TEST_P(RangedReading, GivesObjectIdsInOrder) {
  insert([](int number) { return object_id(number); });
  expect_all_in_order();
}

TEST_P(RangedReading, GivesDatesInOrder) {
  insert([](int number) { return "{\"$date\": {\"$numberLong\": \"" + std::to_string(number * 1000LL) + "\"}}"; });
  expect_all_in_order();
}

TEST_P(RangedReading, GivesUuidsInOrder) {
  insert([](int number) {
    char text[64];
    std::snprintf(text, sizeof text, R"({"$uuid": "%08x-0000-4000-8000-000000000000"})",
                  static_cast<unsigned>(number) * 300'000U);
    return std::string(text);
  });
  // No other binaries: SecantusDB has some of them in another place for `$gt` than for `sort`.
  for (const char* id :
       {R"({"$uuid": "ffffffff-ffff-ffff-ffff-ffffffffffff"})", R"({"$oid": "000000000000000000000000"})"}) {
    writer_.insert(database_, "much", "{\"_id\": " + std::string(id) + "}");
  }
  expect_all_in_order();
}

TEST_P(RangedReading, GivesObjectIdsOfOneSecondInOrder) {
  // As they are when a collection was filled at once.
  insert([](int number) { return object_id(number, 0); });
  expect_all_in_order();
}

TEST_P(RangedReading, GivesWhatComesBehindTheLine) {
  const std::vector<std::string> others = {R"({"$numberDouble": "Infinity"})",
                                           R"({"$numberDouble": "1e300"})",
                                           R"("text")",
                                           "{}",
                                           R"({"$oid": "ffffffffffffffffffffffff"})",
                                           "true",
                                           R"({"$date": {"$numberLong": "253402300799999"}})"};
  insert([](int number) { return std::to_string(number); });
  // FerretDB stores no such `_id`s.
  for (const std::string& id : is_ranged_ ? others : std::vector<std::string>{})
    writer_.insert(database_, "much", "{\"_id\": " + id + "}");
  expect_all_in_order();
}

TEST_P(RangedReading, GivesDatesToTheLast) {
  insert([](int number) { return "{\"$date\": {\"$numberLong\": \"" + std::to_string(number * 1000LL) + "\"}}"; });
  writer_.insert(database_, "much", R"({"_id": {"$date": {"$numberLong": "253402300799999"}}})");
  // The wheel's server has no dates behind that year.
  if (GetParam() == ServerKind::secantus_rust) {
    writer_.insert(database_, "much", R"({"_id": {"$date": {"$numberLong": "253402300800000"}}})");
    writer_.insert(database_, "much", R"({"_id": {"$date": {"$numberLong": "9223372036854775807"}}})");
  }
  expect_all_in_order();
}

TEST_P(RangedReading, GoesOnBehindStrayIds) {
  insert([](int number) { return object_id(number); });
  for (const char* id : {"-1", "2.5", R"("settings")"}) {
    writer_.insert(database_, "much", "{\"_id\": " + std::string(id) + "}");
  }
  expect_all_in_order();
}

TEST_P(RangedReading, GoesOnBehindGaps) {
  // Written in a few nights, each of which has some MB.
  insert([](int number) { return object_id(number + number / 3000 * 3'000'000); });
  expect_all_in_order();
  expect_free();
}

TEST_P(RangedReading, IsLeftToOneCursorWhereIdsAreTexts) {
  insert([](int number) { return "\"" + std::to_string(1'000'000 + number) + "\""; });
  is_ranged_ = false;
  expect_all_in_order();
}

TEST_P(RangedReading, GivesAllThatWasThereWhateverComesMeanwhile) {
  insert([](int number) { return object_id(number); });
  const std::vector<Bytes> before = all();
  ReadAhead documents(client_, {database_, "much"}, ReadAhead::Order::by_index, &lanes_);
  std::vector<Bytes> given;
  ASSERT_NO_FATAL_FAILURE(add_next(given, documents, 2000));
  for (const int place : {0, count / 2, count, 2 * count}) {
    writer_.insert(database_, "much", "{\"_id\": " + object_id(place, "9f1b2a0013") + ", \"is\": \"new\"}");
  }
  EXPECT_EQ(add_rest(given, documents), Step::end);
  // A range that has been read has not seen what was put into it; behind the end all is.
  const auto is_new = [](const Bytes& document) { return document.size() < 200; };
  if (is_ranged_) {
    EXPECT_TRUE(is_new(given.back()));
  }
  std::erase_if(given, is_new);
  EXPECT_TRUE(given == before);
}

TEST_P(RangedReading, IsGivenUpAtAnyTime) {
  insert([](int number) { return object_id(number); });
  for (const int taken : {0, 3000, 11'900}) {
    {
      ReadAhead documents(client_, {database_, "much"}, ReadAhead::Order::by_index, &lanes_);
      for (int index = 0; index < taken; ++index) ASSERT_EQ(documents.next(), Step::document);
    }
    expect_free();
  }
}

INSTANTIATE_TEST_SUITE_P(EveryServer, RangedReading, testing::ValuesIn(test::every_server), test::NameOfServer());

using BrokenRangedReading = RangedReading;

TEST_P(BrokenRangedReading, GoesOnBehindWhatWasGiven) {
  insert([](int number) { return object_id(number); });
  for (const int skipped : {3, 4, 6}) {
    ReadAhead documents(client_, {database_, "much"}, ReadAhead::Order::by_index, &lanes_);
    Step last;
    std::vector<Bytes> given;
    {
      const test::FailPoint fail(server_.uri(), "{\"skip\": " + std::to_string(skipped) + "}",
                                 R"({"failCommands": ["find"], "errorCode": 11602})");
      last = add_rest(given, documents);
    }
    ASSERT_EQ(last, Step::interrupted) << skipped;
    EXPECT_EQ(documents.interruption().subject(), database_ + ".much");
    expect_free();
    EXPECT_GT(given.size(), 100U);
    ASSERT_TRUE(documents.can_resume());
    documents.resume();
    EXPECT_EQ(add_rest(given, documents), Step::end);
    EXPECT_TRUE(given == all()) << skipped;
  }
}

TEST_P(BrokenRangedReading, GoesOnInTheMiddleOfARange) {
  // Denser than at the beginning, so that a range takes several batches.
  insert([](int number) { return object_id(number, number < 600 ? number / 10 : 60 + (number - 600) / 60); });
  ReadAhead documents(client_, {database_, "much"}, ReadAhead::Order::by_index, &lanes_);
  std::vector<Bytes> given;
  ASSERT_NO_FATAL_FAILURE(add_next(given, documents, 700));
  Step last;
  {
    const test::FailPoint fail(server_.uri(), R"("alwaysOn")", R"({"failCommands": ["getMore"], "errorCode": 11602})");
    last = add_rest(given, documents);
  }
  ASSERT_EQ(last, Step::interrupted);
  EXPECT_GT(given.size(), 700U);
  documents.resume();
  EXPECT_EQ(add_rest(given, documents), Step::end);
  EXPECT_TRUE(given == all());
}

TEST_P(BrokenRangedReading, GoesOnBehindTheLine) {
  insert([](int number) { return object_id(number); });
  std::vector<Bytes> dates;
  for (int number = 0; number < 3000; ++number) {
    dates.push_back(test::bson_from_json("{\"_id\": {\"$date\": {\"$numberLong\": \"" + std::to_string(number) +
                                         "\"}}, \"text\": \"" + std::string(1000, 'x') + "\"}"));
  }
  writer_.insert(database_, "much", dates);
  for (const int skipped : {1, 2}) {
    ReadAhead documents(client_, {database_, "much"}, ReadAhead::Order::by_index, &lanes_);
    std::vector<Bytes> given;
    Step last;
    {
      // One is needed before there are ranges; those come in whole, the dates in several batches.
      const test::FailPoint fail(server_.uri(), "{\"skip\": " + std::to_string(skipped) + "}",
                                 R"({"failCommands": ["getMore"], "errorCode": 11602})");
      last = add_rest(given, documents);
    }
    ASSERT_EQ(last, Step::interrupted);
    EXPECT_GT(given.size(), std::size_t{count});
    documents.resume();
    EXPECT_EQ(add_rest(given, documents), Step::end);
    EXPECT_TRUE(given == all());
  }
}

TEST_P(BrokenRangedReading, LeavesWhatIsRefusedToTheOneCursor) {
  insert([](int number) { return object_id(number); });
  ReadAhead documents(client_, {database_, "much"}, ReadAhead::Order::by_index, &lanes_);
  const test::FailPoint fail(server_.uri(), R"({"skip": 4})", R"({"failCommands": ["find"], "errorCode": 13})");
  std::vector<Bytes> given;
  ASSERT_EQ(add_rest(given, documents), Step::interrupted) << "it might concern one connection alone";
  documents.resume();
  expect_refusal(documents);
}

INSTANTIATE_TEST_SUITE_P(FullServers, BrokenRangedReading, testing::ValuesIn(test::full_servers), test::NameOfServer());

}  // namespace
}  // namespace mongokeep::mongo
