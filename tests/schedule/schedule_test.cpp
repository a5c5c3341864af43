#include "schedule/schedule.h"

#include <gtest/gtest.h>

#include "base/text/time_text.h"
#include "mongokeep/error.h"
#include "schedule/timetable_fixture.h"

namespace mongokeep::schedule {
namespace {

std::string next(const std::string& expression, const std::string& zone, const std::string& after) {
  const auto found = Schedule::parse(expression, zone).next_after(at(after));
  return found ? utc_text(*found).substr(0, 16) : "never";
}

std::string last(const std::string& expression, const std::string& zone, const std::string& after,
                 const std::string& until) {
  const auto found = Schedule::parse(expression, zone).last_in(at(after), at(until));
  return found ? utc_text(*found).substr(0, 16) : "none";
}

TEST(Schedule, ComesEveryDayInItsZone) {
  EXPECT_EQ(next("0 1 * * *", "UTC", "2026-11-24T00:59"), "2026-11-24T01:00");
  EXPECT_EQ(next("0 1 * * *", "UTC", "2026-11-24T01:00"), "2026-11-25T01:00");
  EXPECT_EQ(next("0 1 * * *", "Europe/Berlin", "2026-11-24T00:00"), "2026-11-25T00:00");
  EXPECT_EQ(next("0 1 * * *", "America/New_York", "2026-11-24T00:00"), "2026-11-24T06:00");
  EXPECT_EQ(next("30 23 31 12 *", "Asia/Kolkata", "2026-11-24T00:00"), "2026-12-31T18:00");
}

TEST(Schedule, ComesRightAfterTheGapThatSkipsIt) {
  // Berlin, 29 March 2026: from 2:00 to 3:00 at 1:00 UTC.
  EXPECT_EQ(next("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00"), "2026-03-29T01:00");
  EXPECT_EQ(next("30 2 * * *", "Europe/Berlin", "2026-03-29T01:00"), "2026-03-30T00:30");
  EXPECT_EQ(next("0,20,40 2 * * *", "Europe/Berlin", "2026-03-29T01:00"), "2026-03-30T00:00");
  // Lisbon: from 1:00 to 2:00 at 1:00 UTC.
  EXPECT_EQ(next("0 1 * * *", "Europe/Lisbon", "2026-03-28T12:00"), "2026-03-29T01:00");
  EXPECT_EQ(next("0 1 * * *", "Europe/Lisbon", "2026-03-29T01:00"), "2026-03-30T00:00");
}

TEST(Schedule, ComesOnceWhereAnHourComesTwice) {
  // New York, 1 November 2026: 1:00 at 5:00 UTC and at 6:00 UTC.
  EXPECT_EQ(next("0 1 * * *", "America/New_York", "2026-10-31T12:00"), "2026-11-01T05:00");
  EXPECT_EQ(next("0 1 * * *", "America/New_York", "2026-11-01T05:00"), "2026-11-02T06:00");
}

TEST(Schedule, ForEveryHourGoesByTheTimeThatPasses) {
  EXPECT_EQ(next("30 * * * *", "Europe/Berlin", "2026-10-25T00:00"), "2026-10-25T00:30");
  EXPECT_EQ(next("30 * * * *", "Europe/Berlin", "2026-10-25T00:30"), "2026-10-25T01:30");
  EXPECT_EQ(next("30 * * * *", "Europe/Berlin", "2026-10-25T01:30"), "2026-10-25T02:30");
  EXPECT_EQ(next("30 * * * *", "Europe/Berlin", "2026-03-29T00:30"), "2026-03-29T01:30");
}

TEST(Schedule, FindsTheLastOfWhatWasDue) {
  EXPECT_EQ(last("0 1 * * *", "UTC", "2026-11-01T00:00", "2026-11-24T12:00"), "2026-11-24T01:00");
  EXPECT_EQ(last("0 1 * * *", "UTC", "2026-11-01T00:00", "2026-11-24T01:00"), "2026-11-24T01:00");
  EXPECT_EQ(last("0 1 * * *", "UTC", "2026-11-24T01:00", "2026-11-25T00:59"), "none");
  EXPECT_EQ(last("0 1 * * *", "UTC", "2026-11-25T01:00", "2026-11-24T01:00"), "none");
  EXPECT_EQ(last("0 0 1 1 *", "UTC", "2000-06-01T00:00", "2026-11-24T00:00"), "2026-01-01T00:00");
}

TEST(Schedule, FindsWhatIsYearsAway) {
  EXPECT_EQ(next("0 0 29 2 *", "UTC", "2026-11-24T00:00"), "2028-02-29T00:00");
  EXPECT_EQ(next("0 0 29 2 *", "UTC", "2097-01-01T00:00"), "2104-02-29T00:00");
  // The 29th of February on a Sunday; 2100 has none.
  EXPECT_EQ(next("0 0 29 2 */7", "UTC", "2088-03-01T00:00"), "2128-02-29T00:00");
}

TEST(Schedule, BeginsAndEndsWithTheClock) {
  EXPECT_EQ(next("0 1 * * *", "UTC", "1970-01-01T00:00"), "1970-01-01T01:00");
  EXPECT_EQ(next("0 1 * * *", "UTC", "2261-12-31T00:00"), "2261-12-31T01:00");
  EXPECT_EQ(next("0 1 * * *", "UTC", "2261-12-31T01:00"), "never");
  EXPECT_EQ(next("0 0 29 2 *", "UTC", "2260-03-01T00:00"), "never");
}

TEST(Schedule, OfAnUnknownZoneIsRefused) {
  EXPECT_THROW(Schedule::parse("0 1 * * *", "Europe/Atlantis"), Error);
}

}  // namespace
}  // namespace mongokeep::schedule
