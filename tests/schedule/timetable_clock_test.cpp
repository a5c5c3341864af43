#include <gmock/gmock.h>

#include "schedule/timetable_fixture.h"

namespace mongokeep::schedule {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto day = 24h;

TEST_F(TimetableTest, RepeatsNothingWhenTheClockIsSetBackALittle) {
  look();
  pass(13h);
  end();
  EXPECT_THAT(set_clock("2026-11-25T00:59"), ElementsAre("clock 0h"));
  EXPECT_THAT(pass(1min), IsEmpty());
  EXPECT_THAT(set_clock("2026-11-24T14:00"), ElementsAre("clock -11h"));
  EXPECT_THAT(pass(11h), IsEmpty());
  EXPECT_THAT(pass(2h), ElementsAre("start cleanup 2026-11-25T03:00"));
  end();
  EXPECT_THAT(pass(22h), ElementsAre("start backup 2026-11-26T01:00"));
}

TEST_F(TimetableTest, LosesNoNightWhenTheClockIsSetBackFar) {
  look();
  pass(13h);
  end();
  EXPECT_THAT(set_clock("2026-11-24T12:00"), ElementsAre("clock -13h"));
  EXPECT_THAT(pass(13h), ElementsAre("start backup 2026-11-25T01:00"));
  end();
  EXPECT_THAT(set_clock("2001-01-01T12:00"), ElementsAre("clock -227005h"));
  EXPECT_THAT(pass(13h), ElementsAre("start backup 2001-01-02T01:00"));
}

TEST_F(TimetableTest, StartsOneRunWhenTheClockLeapsAhead) {
  look();
  pass(1h);
  EXPECT_THAT(set_clock("2030-01-01T12:00"), ElementsAre("clock 27215h", "start backup 2030-01-01T01:00"));
  end();
  EXPECT_THAT(pass(0min), ElementsAre("held back 2030-01-01T03:00"));
  EXPECT_THAT(pass(1min), IsEmpty());
  EXPECT_THAT(pass(13h - 1min), ElementsAre("start backup 2030-01-02T01:00"));
}

TEST_F(TimetableTest, HoldsCleanUpsBackForAWeekAfterALeap) {
  look();
  set_clock("2030-01-01T12:00");
  end();
  int held = 0;
  int done = 0;
  for (int hour = 0; hour < 9 * 24; ++hour) {
    for (auto events = pass(1h); !events.empty(); events = pass(0min)) {
      for (const std::string& event : events) {
        held += event.starts_with("held back") ? 1 : 0;
        done += event.starts_with("start cleanup") ? 1 : 0;
      }
      if (timetable_.is_running()) end();
    }
  }
  EXPECT_EQ(held, 8);
  EXPECT_EQ(done, 2);
}

TEST_F(TimetableTest, BelievesAClockThatIsSetRightAgain) {
  look();
  set_clock("2030-01-01T12:00");
  end();
  look();
  set_clock("2026-11-24T13:00");
  EXPECT_THAT(pass(12h), ElementsAre("start backup 2026-11-25T01:00"));
  end();
  EXPECT_THAT(pass(2h), ElementsAre("start cleanup 2026-11-25T03:00"));
}

TEST_F(TimetableTest, DoesNotBelieveAClockThatIsSetBackOnlyPartOfTheWay) {
  look();
  set_clock("2030-01-01T12:00");
  end();
  look();
  set_clock("2029-12-20T12:00");
  EXPECT_THAT(pass(15h), ElementsAre("start backup 2029-12-21T01:00"));
  end();
  EXPECT_THAT(pass(0min), ElementsAre("held back 2029-12-21T03:00"));
  // A week after it was set.
  pass(5 * day);
  end();
  EXPECT_THAT(pass(0min), ElementsAre("held back 2029-12-26T03:00"));
  EXPECT_THAT(pass(1 * day + 9h), ElementsAre("start backup 2029-12-27T01:00"));
  end();
  EXPECT_THAT(pass(0min), ElementsAre("start cleanup 2029-12-27T03:00"));
}

TEST_F(TimetableTest, BelievesAClockThatIsSetRightDaysLater) {
  look();
  set_clock("2030-01-01T12:00");
  end();
  look();
  pass(3 * day);
  end();
  look();
  set_clock("2026-11-27T12:00");
  EXPECT_THAT(pass(13h), ElementsAre("start backup 2026-11-28T01:00"));
  end();
  EXPECT_THAT(pass(2h), ElementsAre("start cleanup 2026-11-28T03:00"));
}

TEST_F(TimetableTest, CleansUpOnAMachineThatIsOffEveryWeekend) {
  look();
  int late_cleanups = 0;
  for (int week = 0; week < 8; ++week) {
    for (int hour = 0; hour < 5 * 24; ++hour) {
      for (auto events = pass(1h); timetable_.is_running(); events = pass(0min)) {
        for (const std::string& event : events)
          late_cleanups += week >= 4 && event.starts_with("start cleanup") ? 1 : 0;
        end();
      }
    }
    for (auto events = restart(2 * day); timetable_.is_running(); events = pass(0min)) end();
  }
  EXPECT_GE(late_cleanups, 4) << "once a week";
}

TEST_F(TimetableTest, IsNotDisturbedByAMachineThatSleeps) {
  look();
  // The elapsed clock goes on: three nights asleep are no leap.
  EXPECT_THAT(pass(3 * day), ElementsAre("start backup 2026-11-27T01:00"));
  end();
  EXPECT_THAT(pass(0min), ElementsAre("start cleanup 2026-11-27T03:00"));
}

TEST_F(TimetableTest, SetBackBeforeAnythingWasRunLosesNoRun) {
  look();
  set_clock("2026-11-24T00:30");
  EXPECT_THAT(pass(30min), ElementsAre("start backup 2026-11-24T01:00"));
}

TEST_F(TimetableTest, DoesNotBelieveAClockThatIsFarFromTheNewestBackup) {
  timetable_ = Timetable::with_torn_record(nightly(), now_, now_ - 3 * day);
  EXPECT_THAT(look(), ElementsAre("start backup 2026-11-24T12:00"));
  end();
  EXPECT_THAT(pass(0min), ElementsAre("held back 2026-11-24T12:00"));
}

}  // namespace
}  // namespace mongokeep::schedule
