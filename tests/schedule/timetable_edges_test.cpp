// Moments that stand exactly on a border.

#include <gmock/gmock.h>

#include "schedule/timetable_fixture.h"

namespace mongokeep::schedule {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(TimetableTest, RepeatsNothingWhenTheClockIsSetBackByHalfAPeriod) {
  look();
  pass(13h);
  end();
  EXPECT_THAT(set_clock("2026-11-24T13:00"), ElementsAre("clock -12h"));
  EXPECT_THAT(pass(12h), IsEmpty());
}

TEST_F(TimetableTest, TellsThatTheClockWasSetByAMinute) {
  look();
  EXPECT_THAT(set_clock("2026-11-24T12:01"), ElementsAre("clock 0h"));
  EXPECT_THAT(set_clock("2026-11-24T12:00"), ElementsAre("clock 0h"));
  now_ += 59s;
  EXPECT_THAT(look(), IsEmpty());
}

TEST_F(TimetableTest, BelievesAClockThatIsSetAheadByADay) {
  look();
  EXPECT_THAT(set_clock("2026-11-25T12:00"), ElementsAre("clock 24h", "start backup 2026-11-25T01:00"));
  end();
  EXPECT_THAT(pass(0min), ElementsAre("start cleanup 2026-11-25T03:00"));
}

TEST_F(TimetableTest, BelievesAClockThatIsSetRightToWithinADay) {
  look();
  set_clock("2030-01-01T12:00");
  end();
  EXPECT_THAT(set_clock("2026-11-25T12:00"), Contains("start cleanup 2030-01-01T03:00"));
}

TEST_F(TimetableTest, GivesAFailedRunUpWhenTheNextIsDueAtTheEndOfItsPause) {
  const Schedules often{Schedule::parse("*/5 * * * *", "UTC"), Schedule::parse("0 3 * * *", "UTC")};
  timetable_ = Timetable(often, now_);
  look();
  pass(5min);
  EXPECT_EQ(timetable_.pause_after_failure(at("2026-11-24T12:09") + 29s), 30s);
  EXPECT_EQ(timetable_.pause_after_failure(at("2026-11-24T12:09") + 30s), std::nullopt);
}

TEST_F(TimetableTest, IsQuietWhereARetryIsDueAndNothingIsStarted) {
  look();
  pass(13h);
  end(Ended::failed);
  now_ += 30s;
  elapsed_ += 30s;
  EXPECT_THAT(timetable_.watch(now_, elapsed_), IsEmpty());
  EXPECT_EQ(timetable_.quiet_time(now_), 1min);
}

TEST_F(TimetableTest, CountsAChangedZoneFromNow) {
  look();
  // 1:00 in Berlin is 0:00 UTC: until now nobody had planned it.
  const Schedules berlin{Schedule::parse("0 1 * * *", "Europe/Berlin"), Schedule::parse("0 3 * * *", "UTC")};
  EXPECT_THAT(restart(12h + 30min, berlin), IsEmpty());
  EXPECT_THAT(pass(23h), ElementsAre("start cleanup 2026-11-25T03:00"));
  end();
  EXPECT_THAT(pass(30min), ElementsAre("start backup 2026-11-26T00:00"));
}

}  // namespace
}  // namespace mongokeep::schedule
