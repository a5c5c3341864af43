#include <gmock/gmock.h>

#include "schedule/timetable_fixture.h"

namespace mongokeep::schedule {
namespace {

using namespace std::chrono_literals;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

TEST_F(TimetableTest, StartsEachTaskAtItsTime) {
  EXPECT_THAT(look(), IsEmpty());
  EXPECT_THAT(pass(12h + 59min), IsEmpty());
  EXPECT_THAT(pass(1min), ElementsAre("start backup 2026-11-25T01:00"));
  end();
  EXPECT_THAT(pass(1min), IsEmpty());
  EXPECT_THAT(pass(2h), ElementsAre("start cleanup 2026-11-25T03:00"));
  end();
  EXPECT_THAT(pass(21h + 59min), ElementsAre("start backup 2026-11-26T01:00"));
}

TEST_F(TimetableTest, HasACleanUpWaitForTheBackup) {
  look();
  EXPECT_THAT(pass(13h), ElementsAre("start backup 2026-11-25T01:00"));
  EXPECT_THAT(pass(3h), IsEmpty());
  end();
  EXPECT_THAT(pass(0min), ElementsAre("start cleanup 2026-11-25T03:00"));
}

TEST_F(TimetableTest, StartsNothingTwice) {
  look();
  EXPECT_THAT(pass(13h), ElementsAre("start backup 2026-11-25T01:00"));
  EXPECT_THAT(pass(24h), ElementsAre("left out backup 2026-11-26T01:00"));
  EXPECT_THAT(pass(1min), IsEmpty());
  end();
  EXPECT_THAT(pass(0min), ElementsAre("start cleanup 2026-11-25T03:00"));
  end();
  EXPECT_THAT(pass(1min), IsEmpty());
}

TEST_F(TimetableTest, MakesUpOnceForWhatWasMissed) {
  look();
  EXPECT_THAT(restart(5 * 24h), ElementsAre("start backup 2026-11-29T01:00"));
  end();
  // Away for days: see HoldsCleanUpsBack.
  EXPECT_THAT(pass(0min), ElementsAre("held back 2026-11-29T03:00"));
  EXPECT_THAT(pass(1h), IsEmpty());
}

TEST_F(TimetableTest, IsNotPushedOnByRestarts) {
  look();
  int backups = 0;
  int cleanups = 0;
  for (int hour = 0; hour < 10 * 24; ++hour) {
    for (auto events = restart(1h); !events.empty(); events = pass(0min)) {
      for (const std::string& event : events) {
        backups += event.starts_with("start backup") ? 1 : 0;
        cleanups += event.starts_with("start cleanup") ? 1 : 0;
      }
      end();
    }
  }
  EXPECT_EQ(backups, 10);
  EXPECT_EQ(cleanups, 10);
}

TEST_F(TimetableTest, DoesAgainWhatWasStopped) {
  look();
  pass(13h);
  for (int i = 0; i < 5; ++i) {
    end(Ended::stopped);
    EXPECT_THAT(restart(5min), ElementsAre("start backup 2026-11-25T01:00")) << i;
  }
  end();
  EXPECT_THAT(restart(5min), IsEmpty());
}

TEST_F(TimetableTest, TriesThreeTimesWhatTheProcessDiesIn) {
  look();
  EXPECT_THAT(pass(13h), ElementsAre("start backup 2026-11-25T01:00"));
  EXPECT_THAT(restart(1min), ElementsAre("start backup 2026-11-25T01:00"));
  EXPECT_THAT(restart(1min), ElementsAre("start backup 2026-11-25T01:00"));
  EXPECT_THAT(restart(1min), ElementsAre("given up backup 2026-11-25T01:00"));
  end();
  EXPECT_THAT(restart(1min), IsEmpty());
  EXPECT_THAT(restart(24h), ElementsAre("start backup 2026-11-26T01:00"));
}

TEST_F(TimetableTest, DoesNotDoAgainWhatIsDoneThoughItsHooksAreNot) {
  look();
  EXPECT_THAT(pass(13h), ElementsAre("start backup 2026-11-25T01:00"));
  timetable_.accomplished();
  EXPECT_TRUE(timetable_.is_running());
  EXPECT_THAT(pass(1h), IsEmpty());
  EXPECT_THAT(restart(1h), ElementsAre("start cleanup 2026-11-25T03:00"));
}

TEST_F(TimetableTest, LeavesNoRunOutForHooksThatAreStillBusy) {
  look();
  EXPECT_THAT(pass(13h), ElementsAre("start backup 2026-11-25T01:00"));
  timetable_.accomplished();
  EXPECT_THAT(pass(24h), IsEmpty());
  end();
  EXPECT_THAT(pass(0min), ElementsAre("start backup 2026-11-26T01:00"));
}

TEST_F(TimetableTest, TriesAgainInAMinuteWhenLockedOut) {
  look();
  EXPECT_THAT(pass(13h), ElementsAre("start backup 2026-11-25T01:00"));
  int tries = 1;
  while (timetable_.tries_again_when_locked()) {
    end(Ended::locked);
    ASSERT_THAT(pass(0min), IsEmpty());
    ASSERT_THAT(pass(1min), ElementsAre("start backup 2026-11-25T01:00"));
    ++tries;
  }
  EXPECT_EQ(tries, 61);
  end();
  EXPECT_TRUE(timetable_.tries_again_when_locked());
  EXPECT_THAT(pass(1min), IsEmpty());
}

TEST_F(TimetableTest, WaitsAnHourForTheRootWithEachTask) {
  const Schedules close{Schedule::parse("30 3 * * *", "UTC"), Schedule::parse("0 3 * * *", "UTC")};
  timetable_ = Timetable(close, now_);
  look();
  EXPECT_THAT(pass(15h), ElementsAre("start cleanup 2026-11-25T03:00"));
  for (int minute = 0; minute < 30; ++minute) {
    end(Ended::locked);
    pass(1min);
  }
  int tries = 1;
  for (; timetable_.tries_again_when_locked(); ++tries) {
    end(Ended::locked);
    ASSERT_THAT(pass(1min), ElementsAre("start backup 2026-11-25T03:30"));
  }
  EXPECT_EQ(tries, 61);
}

TEST_F(TimetableTest, TriesAgainWhatFailedAfterPausesThatGrow) {
  look();
  EXPECT_THAT(pass(13h), ElementsAre("start backup 2026-11-25T01:00"));
  std::vector<std::chrono::nanoseconds> pauses;
  for (auto pause = timetable_.pause_after_failure(now_); pause; pause = timetable_.pause_after_failure(now_)) {
    pauses.push_back(*pause);
    end(Ended::failed);
    const auto whole_minutes = std::chrono::ceil<std::chrono::minutes>(*pause);
    if (whole_minutes > 1min) {
      ASSERT_THAT(pass(whole_minutes - 1min), Each(Not(StartsWith("start backup"))));
    }
    if (timetable_.is_running()) end();  // The clean-up has its turn meanwhile.
    ASSERT_THAT(pass(whole_minutes > 1min ? 1min : whole_minutes), ElementsAre("start backup 2026-11-25T01:00"));
  }
  EXPECT_THAT(std::vector(pauses.begin(), pauses.begin() + 9),
              ElementsAre(30s, 1min, 2min, 4min, 8min, 15min, 30min, 1h, 1h));
  EXPECT_LT(at("2026-11-26T01:00") - now_, 1h) << "its period is used up";
  EXPECT_GT(at("2026-11-26T01:00") - now_, 0h);
}

TEST_F(TimetableTest, TriesAgainWithinAShortPeriodToo) {
  const Schedules often{Schedule::parse("*/5 * * * *", "UTC"), Schedule::parse("0 3 * * *", "UTC")};
  timetable_ = Timetable(often, now_);
  look();
  EXPECT_THAT(pass(5min), ElementsAre("start backup 2026-11-24T12:05"));
  end(Ended::failed);
  EXPECT_THAT(pass(1min), ElementsAre("start backup 2026-11-24T12:05"));
  end(Ended::failed);
  EXPECT_THAT(pass(1min), ElementsAre("start backup 2026-11-24T12:05"));
  end(Ended::failed);
  EXPECT_THAT(pass(2min), ElementsAre("start backup 2026-11-24T12:05"));
  EXPECT_EQ(timetable_.pause_after_failure(now_), std::nullopt) << "the next one comes before";
  end();
  EXPECT_THAT(pass(1min), ElementsAre("start backup 2026-11-24T12:10"));
  EXPECT_EQ(timetable_.pause_after_failure(now_), 30s) << "and starts anew";
}

TEST_F(TimetableTest, HasOtherTasksGoOnWhileOneIsTriedAgain) {
  look();
  pass(13h);
  for (int hour = 2; hour <= 3; ++hour) {
    end(Ended::failed);
    EXPECT_THAT(pass(1h), ElementsAre("start backup 2026-11-25T01:00"));
  }
  end(Ended::failed);
  EXPECT_THAT(pass(0min), ElementsAre("start cleanup 2026-11-25T03:00"));
  end();
  EXPECT_THAT(pass(2min), ElementsAre("start backup 2026-11-25T01:00"));
}

TEST_F(TimetableTest, DoesAtOnceAfterARestartWhatWasToBeTriedAgain) {
  look();
  pass(13h);
  end(Ended::failed);
  EXPECT_EQ(timetable_.quiet_time(now_), 30s);
  EXPECT_THAT(restart(0min), ElementsAre("start backup 2026-11-25T01:00"));
  end(Ended::failed);
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(restart(1min), ElementsAre("start backup 2026-11-25T01:00")) << "a failure is no death";
    end(Ended::failed);
  }
}

TEST_F(TimetableTest, TellsOfARunThatWaitedUntilTheNextWasDue) {
  look();
  pass(13h);
  end(Ended::failed);
  EXPECT_THAT(set_clock("2026-11-26T01:00"),
              ElementsAre("clock 24h", "left out backup 2026-11-25T01:00", "start backup 2026-11-26T01:00"));
}

TEST_F(TimetableTest, WatchesTheClockWithoutDoingAnything) {
  look();
  for (int hour = 0; hour < 30; ++hour) {
    now_ += 1h;
    elapsed_ += 1h;
    EXPECT_THAT(timetable_.watch(now_, elapsed_), IsEmpty());
  }
  EXPECT_THAT(restart(0min), ElementsAre("start backup 2026-11-25T01:00"));
  end();
  EXPECT_THAT(pass(0min), ElementsAre("start cleanup 2026-11-25T03:00")) << "the clock has not leapt";
}

TEST_F(TimetableTest, TellsWhatIsLeftOutAlsoWhereNothingIsStartedAnyMore) {
  look();
  pass(13h);
  const auto watched = [&] {
    now_ += 24h;
    elapsed_ += 24h;
    std::vector<std::string> texts;
    for (const Event& event : timetable_.watch(now_, elapsed_)) texts.push_back(std::visit(EventText(), event));
    return texts;
  };
  EXPECT_THAT(watched(), ElementsAre("left out backup 2026-11-26T01:00"));
  EXPECT_THAT(watched(),
              ElementsAre("left out backup 2026-11-27T01:00", "left out cleanup 2026-11-25T03:00 behind backup"));
  end();
  EXPECT_THAT(restart(0min), ElementsAre("start cleanup 2026-11-26T03:00")) << "the next loop makes up for it";
}

TEST_F(TimetableTest, CountsAChangedScheduleFromNow) {
  look();
  pass(13h);
  end();
  // 9:00 is no time that was missed: until now nobody had planned it.
  const Schedules earlier{Schedule::parse("0 9 * * *", "UTC"), Schedule::parse("0 3 * * *", "UTC")};
  EXPECT_THAT(restart(9h, earlier), ElementsAre("start cleanup 2026-11-25T03:00"));
  end();
  EXPECT_THAT(pass(23h), ElementsAre("start backup 2026-11-26T09:00"));
}

TEST_F(TimetableTest, KeepsARunThatWasMissedBeforeItsScheduleChanged) {
  look();
  const Schedules later{Schedule::parse("0 2 * * *", "UTC"), Schedule::parse("0 3 * * *", "UTC")};
  EXPECT_THAT(restart(23h, later), ElementsAre("start backup 2026-11-25T01:00"));
  end();
  EXPECT_THAT(pass(0min), ElementsAre("start cleanup 2026-11-25T03:00"));
  end();
  EXPECT_THAT(pass(1min), IsEmpty());
}

TEST_F(TimetableTest, WithATornRecordRunsBothInCaseTheyWereMissed) {
  timetable_ = Timetable::with_torn_record(nightly(), now_);
  EXPECT_THAT(look(), ElementsAre("start backup 2026-11-24T12:00"));
  end();
  EXPECT_THAT(pass(0min), ElementsAre("start cleanup 2026-11-24T12:00"));
  end();
  EXPECT_THAT(pass(1min), IsEmpty());
}

TEST_F(TimetableTest, IsQuietUntilTheNextRunButAMinuteAtMost) {
  look();
  EXPECT_EQ(timetable_.quiet_time(now_), 1min);
  now_ = at("2026-11-25T00:59") + 45s;
  EXPECT_EQ(timetable_.quiet_time(now_), 15s);
}

}  // namespace
}  // namespace mongokeep::schedule
