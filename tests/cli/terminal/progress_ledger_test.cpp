#include "cli/terminal/progress_ledger.h"

#include <gtest/gtest.h>

#include "cli/terminal/progress_log.h"

namespace mongokeep::cli {
namespace {

using namespace std::chrono_literals;
using Time = ProgressLedger::Time;

constexpr Time begin{};

CollectionProgress collection_so_far(std::string name, std::uint64_t documents = 0) {
  CollectionProgress progress;
  progress.name = std::move(name);
  progress.documents = documents;
  return progress;
}

std::vector<std::string> names_due(ProgressLedger& ledger, Time now) {
  std::vector<std::string> names;
  for (const CollectionProgress& one : ledger.take_due(now).collections) names.push_back(one.name);
  return names;
}

TEST(ProgressLedger, TellsOfACollectionOnceItHasRunThatLongAndAgainAfterThat) {
  ProgressLedger ledger(30s);
  EXPECT_FALSE(ledger.next_due());
  ledger.start(collection_so_far("shop.orders"), begin);
  EXPECT_EQ(ledger.next_due(), begin + 30s);
  EXPECT_TRUE(names_due(ledger, begin + 29s).empty());
  EXPECT_EQ(names_due(ledger, begin + 30s), std::vector<std::string>{"shop.orders"});
  EXPECT_TRUE(names_due(ledger, begin + 59s).empty());
  EXPECT_EQ(ledger.next_due(), begin + 60s);
  EXPECT_EQ(names_due(ledger, begin + 60s), std::vector<std::string>{"shop.orders"});
}

TEST(ProgressLedger, TellsWhatWasLastHeardOf) {
  ProgressLedger ledger(30s);
  ledger.start(collection_so_far("shop.orders"), begin);
  ledger.advance(collection_so_far("shop.orders", 500));
  const auto due = ledger.take_due(begin + 31s);
  ASSERT_EQ(due.collections.size(), 1U);
  EXPECT_EQ(due.collections[0].documents, 500U);
  EXPECT_EQ(due.collections[0].elapsed, 31s) << "also of a server that is silent";
}

TEST(ProgressLedger, DoesNotTellOfWhatIsFinished) {
  ProgressLedger ledger(30s);
  ledger.start(collection_so_far("shop.orders"), begin);
  ledger.finish(collection_so_far("shop.orders"));
  EXPECT_TRUE(ledger.is_empty());
  EXPECT_TRUE(names_due(ledger, begin + 100s).empty());
}

TEST(ProgressLedger, DoesNotMakeUpForALongPause) {
  ProgressLedger ledger(30s);
  ledger.start(collection_so_far("shop.orders"), begin);
  EXPECT_EQ(names_due(ledger, begin + 1h).size(), 1U);
  EXPECT_TRUE(names_due(ledger, begin + 1h + 1s).empty());
}

TEST(ProgressLedger, DoesNotFloodTheLog) {
  ProgressLedger ledger(30s);
  for (int i = 0; i < 1000; ++i) ledger.start(collection_so_far("c" + std::to_string(i)), begin + i * 1ms);
  const auto due = ledger.take_due(begin + 40s);
  EXPECT_EQ(due.collections.size(), 20U);
  EXPECT_EQ(due.collections.front().name, "c0") << "the longest running first";
  EXPECT_EQ(due.more, 980U);
}

TEST(ProgressLedger, CountsThoseWhoseFilesWaitForEachOther) {
  ProgressLedger ledger(30s);
  CollectionProgress waiting = collection_so_far("c");
  ledger.start(waiting, begin);
  waiting.stage = CollectionProgress::Stage::file;
  ledger.advance(waiting);
  const auto due = ledger.take_due(begin + 30s);
  EXPECT_TRUE(due.collections.empty());
  EXPECT_EQ(due.finishing, 1U);
}

TEST(ProgressEntries, HaveWhatALogNeeds) {
  RunProgress run;
  ProgressLedger::Due due;
  due.collections = {collection_so_far("shop.orders.old", 50)};
  due.collections[0].estimated_documents = 200;
  due.collections[0].bytes = 1000;
  due.collections[0].elapsed = 30s;
  due.more = 2;
  due.finishing = 3;
  const auto entries = progress_entries(run, due, {});
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(to_json_line(entries[0]),
            R"({"time":"1970-01-01T00:00:00.000Z","level":"info","message":"Collection is being copied",)"
            R"("collectionName":"orders.old","documentCount":50,"estimatedCount":200,"percent":25,"readBytes":1000,)"
            R"("elapsedMs":30000})");
  run.has_several_databases = true;
  run.kind = RunProgress::Kind::restore;
  due.collections[0].documents = 201;
  due.collections[0].stage = CollectionProgress::Stage::indexes;
  EXPECT_EQ(
      to_json_line(progress_entries(run, due, {})[0]),
      R"({"time":"1970-01-01T00:00:00.000Z","level":"info","message":"Indexes of the collection are being built",)"
      R"("collectionName":"orders.old","database":"shop","documentCount":201,"estimatedCount":200,)"
      R"("readBytes":1000,"elapsedMs":30000})");
}

}  // namespace
}  // namespace mongokeep::cli
