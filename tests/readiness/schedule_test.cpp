#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text/time_text.h"
#include "readiness/schedule_check.h"

namespace mongokeep::readiness {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

const auto now = parse_utc_text("2026-11-30T12:00:00.000Z").value();

ReadinessSettings in_berlin() {
  ReadinessSettings settings;
  settings.tasks.time_zone = "Europe/Berlin";
  return settings;
}

std::vector<Finding> schedule_of(const ReadinessSettings& settings) {
  Findings findings;
  check_schedule(settings, now, findings);
  return findings.all();
}

std::vector<Finding> retention_of(const ReadinessSettings& settings) {
  Findings findings;
  check_retention(settings, now, findings);
  return findings.all();
}

TEST(ScheduleCheck, SaysWhenEachTaskComesNext) {
  ReadinessSettings settings = in_berlin();
  ASSERT_THAT(schedule_of(settings), SizeIs(2));
  EXPECT_EQ(schedule_of(settings)[0].finding, "backup next at 2026-12-01 01:00, by 0 1 * * * (Europe/Berlin)");
  EXPECT_EQ(schedule_of(settings)[1].finding, "clean-up next at 2026-12-01 03:00, by 0 3 * * * (Europe/Berlin)");
  settings.tasks.drill_schedule = "0 5 * * 0";
  EXPECT_THAT(schedule_of(settings), SizeIs(3));
}

TEST(ScheduleCheck, GoesOnBehindOneThatIsWrong) {
  ReadinessSettings settings = in_berlin();
  settings.tasks.backup_schedule = "at night";
  ASSERT_THAT(schedule_of(settings), SizeIs(2));
  EXPECT_EQ(schedule_of(settings)[0].verdict, Verdict::failed);
  EXPECT_EQ(schedule_of(settings)[1].verdict, Verdict::ok);
  EXPECT_THAT(retention_of(settings), SizeIs(1)) << "the pause is not known";
}

TEST(ScheduleCheck, SaysOnceThatTheZoneIsNone) {
  ReadinessSettings settings = in_berlin();
  settings.tasks.time_zone = "Moon/Tycho";
  ASSERT_THAT(schedule_of(settings), SizeIs(1));
  EXPECT_EQ(schedule_of(settings)[0].verdict, Verdict::failed);
}

TEST(RetentionCheck, WarnsOfADayOnly) {
  ReadinessSettings settings = in_berlin();
  EXPECT_EQ(retention_of(settings)[0].verdict, Verdict::ok);
  settings.tasks.days_to_keep = 1;
  EXPECT_EQ(retention_of(settings)[0].verdict, Verdict::warning);
  settings.tasks.days_to_keep = 0;
  EXPECT_EQ(retention_of(settings)[0].verdict, Verdict::failed);
}

TEST(RetentionCheck, ComparesTheAgeThatIsAllowedWithTheSchedule) {
  ReadinessSettings settings = in_berlin();
  EXPECT_THAT(retention_of(settings), SizeIs(1));
  settings.tasks.backup_schedule = "0 1 * * 1-5";
  ASSERT_THAT(retention_of(settings), SizeIs(2));
  EXPECT_THAT(retention_of(settings)[1].finding, HasSubstr("up to 3 days pass between two backups"));
  settings.max_age = std::chrono::hours(72);
  EXPECT_THAT(retention_of(settings), SizeIs(1));
}

}  // namespace
}  // namespace mongokeep::readiness
