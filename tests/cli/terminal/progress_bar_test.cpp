#include "cli/terminal/progress_bar.h"

#include <gtest/gtest.h>

#include "cli/terminal/progress_bars.h"
#include "cli/terminal/text_width.h"

namespace mongokeep::cli {
namespace {

using namespace std::chrono_literals;

constexpr RunningCollection::Time start{};

/// A collection that has run for `seconds` at 1,000 documents and 500,000 bytes a second.
RunningCollection running(std::uint64_t seconds, std::uint64_t estimate, std::string name = "shop.orders") {
  RunningCollection collection({name, 0, estimate, 0}, start);
  for (std::uint64_t i = 1; i <= seconds; ++i) {
    collection.advance({name, i * 1000, estimate, i * 500000}, start + std::chrono::seconds(i));
  }
  return collection;
}

TEST(ProgressBar, ShowsAllAtEightyColumns) {
  EXPECT_EQ(bar_line(running(5, 20000), 80, start + 5s),
            "shop.orders           [==>        ]         5,000/20,000   25%   500 kB/s   0:15");
}

/// A file of which half a million bytes are shipped each second.
RunningCollection shipping(std::uint64_t seconds, std::uint64_t size) {
  CollectionProgress progress;
  progress.name = "orders.json.zst";
  progress.estimated_bytes = size;
  RunningCollection file(progress, start);
  for (std::uint64_t i = 1; i <= seconds; ++i) {
    progress.bytes = i * 500000;
    file.advance(progress, start + std::chrono::seconds(i));
  }
  return file;
}

TEST(ProgressBar, GoesByBytesWhereDocumentsAreNotCounted) {
  EXPECT_EQ(bar_line(shipping(5, 10'000'000), 80, start + 5s),
            "orders.json.zst       [==>        ]    2.38 MiB/9.54 MiB   25%   500 kB/s   0:15");
  const std::list<RunningCollection> running{shipping(5, 10'000'000)};
  CollectionProgress read_back = running.front().progress();
  read_back.stage = CollectionProgress::Stage::check;
  std::list<RunningCollection> checked{shipping(5, 2'500'000)};
  checked.front().advance(read_back, start + 5s);
  EXPECT_EQ(bar_lines(checked, {80, 24}, start + 6s),
            std::vector<std::string>{"orders.json.zst  being read back from the store"});
}

TEST(ProgressBar, GrowsToAWidestBar) {
  EXPECT_EQ(bar_line(running(5, 20000), 120, start + 5s),
            "shop.orders                     [=======>                    ]         5,000/20,000   25%   500 kB/s   "
            "0:15");
}

TEST(ProgressBar, LosesTheBarAndThenTheCountsOnANarrowTerminal) {
  EXPECT_EQ(bar_line(running(5, 20000), 60, start + 5s),
            "shop.orders             5,000/20,000   25%   500 kB/s   0:15");
  EXPECT_EQ(bar_line(running(5, 20000), 40, start + 5s), "shop.orders   [====>             ]   25%");
  EXPECT_EQ(bar_line(running(5, 20000), 20, start + 5s), "shop.orders    25%");
  EXPECT_EQ(bar_line(running(5, 20000), 8, start + 5s), "s…   25%");
}

TEST(ProgressBar, IsNeverWiderThanItMayBe) {
  for (std::size_t width = 1; width < 200; ++width) {
    for (const char* name : {"a", "shop.日本語のコレクション名", "x\x1b[2J"}) {
      EXPECT_LE(display_width(bar_line(running(5, 20000, name), width, start + 5s)), width);
      EXPECT_LE(display_width(bar_line(running(5, 0, name), width, start + 5s)), width);
    }
  }
}

TEST(ProgressBar, GuessesNothingInTheFirstSecond) {
  RunningCollection collection({"shop.orders", 0, 20000, 0}, start);
  collection.advance({"shop.orders", 900, 20000, 1}, start + 900ms);
  EXPECT_EQ(bar_line(collection, 80, start + 900ms),
            "shop.orders           [>          ]           900/20,000    4%              -:--");
}

TEST(ProgressBar, ShowsOnlyWhatIsKnownWithoutAnEstimate) {
  EXPECT_EQ(bar_line(running(5, 0), 80, start + 5s),
            "shop.orders           [...........]                5,000     ?   500 kB/s   -:--");
}

TEST(ProgressBar, DropsAnEstimateThatWasPassed) {
  EXPECT_EQ(bar_line(running(5, 4999), 80, start + 5s),
            "shop.orders           [...........]                5,000     ?   500 kB/s   -:--");
}

TEST(ProgressBar, DoesNotSayOneHundredBeforeTheEnd) {
  EXPECT_EQ(bar_line(running(5, 5000), 80, start + 5s),
            "shop.orders           [==========>]          5,000/5,000   99%   500 kB/s   0:00");
}

TEST(ProgressBar, SlowsDownWhenNothingComes) {
  EXPECT_EQ(bar_line(running(5, 20000), 80, start + 10s),
            "shop.orders           [==>        ]         5,000/20,000   25%   250 kB/s   0:30");
  EXPECT_EQ(bar_line(running(5, 20000), 80, start + 100000s),
            "shop.orders           [==>        ]         5,000/20,000   25%  0.00 kB/s   -:--");
}

TEST(ProgressBar, ForgetsTheSpeedOfLongAgo) {
  RunningCollection collection = running(60, 1000000);
  collection.advance({"shop.orders", 60000, 1000000, 30000000}, start + 70s);
  collection.advance({"shop.orders", 60000, 1000000, 30000000}, start + 80s);
  const auto speed = collection.speed(start + 80s);
  ASSERT_TRUE(speed);
  EXPECT_EQ(speed->documents, 0);
}

TEST(ProgressBar, IsNotConfusedByARestart) {
  RunningCollection collection = running(5, 20000);
  collection.advance({"shop.orders", 0, 20000, 0}, start + 6s);
  EXPECT_EQ(collection.speed(start + 6s)->documents, 0);
}

TEST(ProgressBars, CountWhatHasNoRoom) {
  std::list<RunningCollection> collections;
  for (int i = 0; i < 6; ++i) collections.push_back(running(5, 20000, "c" + std::to_string(i)));
  const auto lines = bar_lines(collections, {.columns = 31, .rows = 6}, start + 5s);
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0], bar_line(collections.front(), 30, start + 5s));
  EXPECT_EQ(lines[3], "… and 3 more");
  EXPECT_EQ(bar_lines(collections, {.columns = 80, .rows = 8}, start + 5s).size(), 6U);
  EXPECT_EQ(bar_lines(collections, {.columns = 80, .rows = 1}, start + 5s).size(), 1U);
  EXPECT_TRUE(bar_lines({}, {}, start).empty());
}

TEST(ProgressBars, LeaveOutWhatHasJustStarted) {
  std::list<RunningCollection> collections;
  collections.push_back(running(0, 20000));
  EXPECT_TRUE(bar_lines(collections, {}, start + 299ms).empty());
  EXPECT_EQ(bar_lines(collections, {}, start + 300ms).size(), 1U);
}

TEST(ProgressBars, GiveOneLineToAllWhoseFilesAreFinished) {
  std::list<RunningCollection> collections;
  CollectionProgress progress;
  progress.stage = CollectionProgress::Stage::file;
  for (const char* name : {"shop.a", "shop.b"}) {
    progress.name = name;
    collections.emplace_back(progress, start);
  }
  EXPECT_EQ(bar_lines(collections, {}, start + 1s),
            std::vector<std::string>{"2 collections being written to the disk"});
  collections.pop_back();
  EXPECT_EQ(bar_lines(collections, {}, start + 1s), std::vector<std::string>{"shop.a  being written to the disk"});
  collections.push_back(running(5, 20000));
  EXPECT_EQ(bar_lines(collections, {.columns = 80, .rows = 3}, start + 5s).size(), 1U);
}

TEST(ProgressBar, SaysThatIndexesAreBuilt) {
  CollectionProgress progress;
  progress.name = "shop.orders";
  progress.stage = CollectionProgress::Stage::indexes;
  EXPECT_EQ(bar_line(RunningCollection(progress, start), 79, start), "shop.orders  building indexes");
}

}  // namespace
}  // namespace mongokeep::cli
