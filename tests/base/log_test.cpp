#include "base/log.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "support/files.h"
#include "support/temp_dir.h"

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

/// What a process with these standard streams closed gets into a file that it opens then, while our handler logs.
std::string written_into_a_file(const std::vector<int>& closed) {
  const test::TempDir temp;
  const std::filesystem::path path = temp.path() / "data";
  const pid_t child = ::fork();
  if (child == 0) {
    for (const int stream : closed) ::close(stream);
    const LogHandler handler = json_log_to_stderr();
    for (int number = 0; number < 3; ++number) static_cast<void>(::open(path.c_str(), O_RDWR | O_CREAT, 0600));
    handler({instant(), LogLevel::info, "secret", {}});
    // As an application that closes its streams behind our back.
    ::close(STDERR_FILENO);
    static_cast<void>(::open(path.c_str(), O_RDWR | O_CREAT, 0600));
    handler({instant(), LogLevel::info, "secret", {}});
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return test::read_file(path);
}

TEST(JsonLogToStderr, NeverGoesIntoAFileThatHasGotTheNumber) {
  EXPECT_EQ(written_into_a_file({}), "");
  EXPECT_EQ(written_into_a_file({STDERR_FILENO}), "");
  EXPECT_EQ(written_into_a_file({STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}), "");
}

}  // namespace
}  // namespace mongokeep
