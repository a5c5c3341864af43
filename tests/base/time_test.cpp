#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "base/text/time_text.h"
#include "base/time_zone.h"
#include "mongokeep/error.h"
#include "support/temp_dir.h"

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

TEST(TimeZone, SaysWhenItsClocksShowAReading) {
  const TimeZone berlin = TimeZone::named("Europe/Berlin");
  const auto utc = [](const char* text) { return parse_utc_text(text).value(); };
  const Instants once = berlin.instants({2026, 11, 24, 1, 30, 15});
  EXPECT_EQ(once.kind, Instants::Kind::once);
  EXPECT_EQ(once.first, utc("2026-11-24T00:30:15.000Z"));
  const Instants twice = berlin.instants({2026, 10, 25, 2, 30});
  EXPECT_EQ(twice.kind, Instants::Kind::twice);
  EXPECT_EQ(twice.first, utc("2026-10-25T00:30:00.000Z"));
  EXPECT_EQ(twice.second, utc("2026-10-25T01:30:00.000Z"));
  const Instants skipped = berlin.instants({2026, 3, 29, 2, 30});
  EXPECT_EQ(skipped.kind, Instants::Kind::skipped);
  EXPECT_EQ(skipped.first, utc("2026-03-29T01:00:00.000Z"));
  EXPECT_EQ(berlin.offset(utc("2026-07-01T00:00:00.000Z")), std::chrono::hours(2));
}

/// Sets TZ for one test.
class SystemZone : public ::testing::Test {
 protected:
  void TearDown() override {
    if (before_) {
      ::setenv("TZ", before_->c_str(), 1);
    } else {
      ::unsetenv("TZ");
    }
  }
  static std::string name_with(const char* variable) {
    ::setenv("TZ", variable, 1);
    return TimeZone::named("").name();
  }

 private:
  std::optional<std::string> before_ =
      std::getenv("TZ") == nullptr ? std::nullopt : std::optional<std::string>(std::getenv("TZ"));
};

TEST_F(SystemZone, ComesFromTheEnvironmentInEachOfItsForms) {
  EXPECT_EQ(name_with("Europe/Berlin"), "Europe/Berlin");
  EXPECT_EQ(name_with(":Europe/Berlin"), "Europe/Berlin");
  EXPECT_EQ(name_with("/usr/share/zoneinfo/Europe/Berlin"), "Europe/Berlin");
  EXPECT_EQ(name_with(""), "UTC");
  EXPECT_THROW(name_with("CET-1CEST,M3.5.0,M10.5.0/3"), Error) << "rules have no name";
}

TEST_F(SystemZone, IsTheOneThatTheClockShowsWhereAFileWasCopied) {
  const test::TempDir temp;
  for (const char* zone : {"Europe/Berlin", "Europe/Athens", "Asia/Jerusalem", "America/Havana", "Asia/Kolkata",
                           "America/New_York", "Africa/Casablanca", "UTC"}) {
    // The C library does not look again into a file of the same name.
    std::string name_of_copy = zone;
    std::replace(name_of_copy.begin(), name_of_copy.end(), '/', '_');
    const std::filesystem::path copy = temp.path() / name_of_copy;
    std::filesystem::copy_file(std::filesystem::path("/usr/share/zoneinfo") / zone, copy);
    const std::string name = name_with((":" + copy.string()).c_str());
    const auto begin = parse_utc_text("2026-01-01T00:00:00.000Z").value();
    int differences = 0;
    for (auto time = begin; time < begin + std::chrono::hours(366 * 24); time += std::chrono::hours(1)) {
      differences += TimeZone::named(name).offset(time) == TimeZone::named(zone).offset(time) ? 0 : 1;
    }
    EXPECT_EQ(differences, 0) << zone << " is taken for " << name;
  }
  EXPECT_THROW(name_with("Europe/Berln"), Error) << "a name that is mistyped";
}

TEST(TimeText, GivesTheClockOfAZone) {
  const auto time = std::chrono::system_clock::from_time_t(1708390800);  // 2024-02-20T01:00:00Z
  EXPECT_EQ(local_time_text(time, "UTC"), "2024-02-20 01:00:00");
  EXPECT_EQ(local_time_text(time, "Asia/Kolkata"), "2024-02-20 06:30:00");
  EXPECT_THROW(local_time_text(time, "Moon/Tycho"), Error);
}

}  // namespace
}  // namespace mongokeep
