#include "mongokeep/driver_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mongoc/mongoc.h>

#include <vector>

namespace mongokeep::mongo {
namespace {

TEST(DriverLog, BringsTheDriversLinesToTheHandlerWithTheClocksTime) {
  const auto noon = std::chrono::system_clock::time_point(std::chrono::hours(12));
  std::vector<LogEntry> lines;
  {
    const DriverLog log([&](const LogEntry& entry) { lines.push_back(entry); }, [&] { return noon; });
    mongoc_log(MONGOC_LOG_LEVEL_ERROR, "stream", "%s", "broken");
    mongoc_log(MONGOC_LOG_LEVEL_WARNING, "uri", "%s", "Deprecated boolean value");
    mongoc_log(MONGOC_LOG_LEVEL_WARNING, "uri", "%s", "Unsupported URI option \"x\"");
    mongoc_log(MONGOC_LOG_LEVEL_WARNING, "client", "%s", "Couldn't send \"endSessions\"");
    mongoc_log(MONGOC_LOG_LEVEL_INFO, "client", "%s", "detail");
  }
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_EQ(lines[0].time, noon);
  EXPECT_EQ(lines[0].level, LogLevel::warning);
  EXPECT_EQ(lines[0].message, "MongoDB driver");
  EXPECT_EQ(std::get<std::string>(lines[0].fields.at(0).value), "stream");
  EXPECT_EQ(std::get<std::string>(lines[0].fields.at(1).value), "broken");
  EXPECT_EQ(lines[1].level, LogLevel::warning);
  EXPECT_EQ(lines[2].level, LogLevel::debug);
  EXPECT_EQ(lines[3].level, LogLevel::debug);
  EXPECT_EQ(lines[4].level, LogLevel::debug);
}

TEST(DriverLog, GivesTheDriverItsOwnWayBack) {
  std::size_t lines = 0;
  {
    const DriverLog log([&](const LogEntry&) { ++lines; }, system_clock());
  }
  testing::internal::CaptureStderr();
  mongoc_log(MONGOC_LOG_LEVEL_ERROR, "stream", "%s", "broken again");
  EXPECT_THAT(testing::internal::GetCapturedStderr(), testing::HasSubstr("broken again"));
  EXPECT_EQ(lines, 0U);
}

}  // namespace
}  // namespace mongokeep::mongo
