#include <gtest/gtest.h>

#include <cstdlib>

#include "base/time_text.h"
#include "base/time_zone.h"
#include "mongokeep/error.h"

namespace mongokeep {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::system_clock;

system_clock::time_point at(std::int64_t unix_milliseconds) {
  return system_clock::time_point(milliseconds(unix_milliseconds));
}

TEST(TimeText, WritesUtcWithMilliseconds) {
  EXPECT_EQ(utc_text(at(1708390800123)), "2024-02-20T01:00:00.123Z");
  EXPECT_EQ(utc_text(at(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(utc_text(at(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(TimeText, ReadsWhatItWrites) {
  for (const std::int64_t time : {0LL, 1LL, 1708390800123LL, 951782399999LL}) {
    EXPECT_EQ(parse_utc_text(utc_text(at(time))), at(time)) << time;
  }
}

TEST(TimeText, ReadsNothingElse) {
  for (const char* text : {"", "2024", "2024-02-30T01:00:00.000Z", "2024-02-20T25:00:00.000Z", "2024-02-20T01:00:00Z",
                           "2024-02-20T01:00:00.000", "2024-02-20T01:00:00.000Zx", "2024-13-20T01:00:00.000Z",
                           "1969-12-31T23:59:59.999Z", "2262-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"}) {
    EXPECT_EQ(parse_utc_text(text), std::nullopt) << text;
  }
}

TEST(LocalTime, FollowsTheZone) {
  const auto night = at(1708387200000);  // 2024-02-20T00:00:00Z
  EXPECT_EQ(local_time(night, "UTC").day, 20);
  EXPECT_EQ(local_time(night, "America/New_York").day, 19);
  EXPECT_EQ(local_time(night, "America/New_York").hour, 19);
  EXPECT_EQ(local_time(night, "Asia/Kathmandu").hour, 5);
  EXPECT_EQ(local_time(night, "Asia/Kathmandu").minute, 45);
}

TEST(LocalTime, FollowsTheClockChange) {
  EXPECT_EQ(local_time(at(1711846799000), "Europe/Berlin").hour, 1);  // 2024-03-31T00:59:59Z
  EXPECT_EQ(local_time(at(1711846800000), "Europe/Berlin").hour, 3);  // one second later
}

TEST(LocalTime, TakesTheSystemsZoneWithoutAName) {
  ::setenv("TZ", "Asia/Tokyo", 1);
  ::tzset();
  const LocalTime local = local_time(at(1708387200000), "");
  ::unsetenv("TZ");
  ::tzset();
  EXPECT_EQ(local.hour, 9);
}

TEST(LocalTime, RefusesAnUnknownZone) {
  try {
    local_time(at(0), "Europe/Atlantis");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::configuration);
    EXPECT_NE(std::string(error.what()).find("Europe/Atlantis"), std::string::npos);
  }
}

}  // namespace
}  // namespace mongokeep
