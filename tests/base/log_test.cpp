#include "base/log.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace mongokeep {
namespace {

std::chrono::system_clock::time_point instant() {
  return std::chrono::system_clock::time_point(std::chrono::milliseconds(1708390800123));
}

TEST(LogLine, PutsTimeLevelAndMessageFirst) {
  const LogEntry entry{instant(),
                       LogLevel::info,
                       "Successfully backed up collection",
                       {{"collectionName", "users"}, {"documentCount", std::int64_t{3}}, {"ok", true}, {"rate", 1.5}}};
  EXPECT_EQ(to_json_line(entry),
            R"({"time":"2024-02-20T01:00:00.123Z","level":"info","message":"Successfully backed up collection",)"
            R"("collectionName":"users","documentCount":3,"ok":true,"rate":1.5})");
}

TEST(LogLine, StaysOneLineOfValidJsonWhateverTheTexts) {
  const LogEntry entry{instant(), LogLevel::error, "a\nb\"c", {{"name", std::string("\xff\x00z", 3)}}};
  EXPECT_EQ(to_json_line(entry),
            "{\"time\":\"2024-02-20T01:00:00.123Z\",\"level\":\"error\",\"message\":\"a\\nb\\\"c\","
            "\"name\":\"\xEF\xBF\xBD\\u0000z\"}");
}

TEST(Log, CallsOneHandlerOnceAtATimeThoughSeveralLogsHaveIt) {
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  const LogHandler shared = [&](const LogEntry&) {
    const int now = ++inside;
    if (now > most) most = now;
    std::this_thread::yield();
    --inside;
  };
  Log first(shared, instant);
  Log second(shared, instant);
  std::thread other([&] {
    for (int i = 0; i < 20000; ++i) second.info("b");
  });
  for (int i = 0; i < 20000; ++i) first.info("a");
  other.join();
  EXPECT_EQ(most, 1);
}

TEST(Log, StampsEntriesWithTheClockItWasGiven) {
  std::vector<LogEntry> entries;
  Log log([&](const LogEntry& entry) { entries.push_back(entry); }, instant);
  log.debug("d");
  log.info("i", {{"k", "v"}});
  log.warning("w");
  log.error("e");
  ASSERT_EQ(entries.size(), 4U);
  EXPECT_EQ(entries[0].level, LogLevel::debug);
  EXPECT_EQ(entries[1].time, instant());
  EXPECT_EQ(entries[1].fields.at(0).name, "k");
  EXPECT_EQ(entries[2].level, LogLevel::warning);
  EXPECT_EQ(entries[3].level, LogLevel::error);
}

}  // namespace
}  // namespace mongokeep
