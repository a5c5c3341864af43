// The third task of the timetable, which need not be there.

#include <gmock/gmock.h>

#include "schedule/timetable_fixture.h"

namespace mongokeep::schedule {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class DrillTimetableTest : public TimetableTest {
 protected:
  static Schedules with_drill(const std::string& expression) {
    Schedules schedules = nightly();
    schedules.drill = Schedule::parse(expression, "UTC");
    return schedules;
  }
};

TEST_F(DrillTimetableTest, HasADrillWaitForBackupAndCleanUp) {
  timetable_ = Timetable(with_drill("0 1 * * *"), now_);
  look();
  EXPECT_THAT(pass(15h), ElementsAre("start backup 2026-11-25T01:00"));
  end();
  EXPECT_THAT(pass(0min), ElementsAre("start cleanup 2026-11-25T03:00"));
  end();
  EXPECT_THAT(pass(0min), ElementsAre("start drill 2026-11-25T01:00"));
  EXPECT_THAT(pass(24h), ElementsAre("left out drill 2026-11-26T01:00")) << "and the others wait for it";
  EXPECT_THAT(pass(24h),
              ElementsAre("left out backup 2026-11-26T01:00 behind drill",
                          "left out cleanup 2026-11-26T03:00 behind drill", "left out drill 2026-11-27T01:00"))
      << "a night that nobody will make up for";
  end();
  EXPECT_THAT(pass(0min), ElementsAre("start backup 2026-11-27T01:00"));
}

TEST_F(DrillTimetableTest, MakesUpOnceForTheDrillsThatWereMissed) {
  timetable_ = Timetable(with_drill("0 5 * * 0"), now_);
  look();
  EXPECT_THAT(restart(20 * 24h, with_drill("0 5 * * 0")), ElementsAre("start backup 2026-12-14T01:00"));
  end();
  EXPECT_THAT(pass(0min), ElementsAre("held back 2026-12-14T03:00", "start drill 2026-12-13T05:00"))
      << "it removes nothing, so that its clock need not be believed";
  end();
  EXPECT_THAT(restart(1min, with_drill("0 5 * * 0")), IsEmpty());
}

TEST_F(DrillTimetableTest, TriesThreeTimesTheDrillThatTheProcessDiesIn) {
  timetable_ = Timetable(with_drill("0 13 * * *"), now_);
  look();
  EXPECT_THAT(pass(1h), ElementsAre("start drill 2026-11-24T13:00"));
  EXPECT_THAT(restart(1min, with_drill("0 13 * * *")), ElementsAre("start drill 2026-11-24T13:00"));
  EXPECT_THAT(restart(1min, with_drill("0 13 * * *")), ElementsAre("start drill 2026-11-24T13:00"));
  EXPECT_THAT(restart(1min, with_drill("0 13 * * *")), ElementsAre("given up drill 2026-11-24T13:00"));
}

TEST_F(DrillTimetableTest, CountsADrillFromWhenItIsScheduled) {
  look();
  // 13:00 is over, but until now nobody had planned it.
  EXPECT_THAT(restart(2h, with_drill("0 13 * * *")), IsEmpty());
  EXPECT_THAT(pass(11h), ElementsAre("start backup 2026-11-25T01:00"));
  end();
  EXPECT_THAT(pass(2h), ElementsAre("start cleanup 2026-11-25T03:00"));
  end();
  EXPECT_THAT(pass(10h), ElementsAre("start drill 2026-11-25T13:00"));
}

TEST_F(DrillTimetableTest, ForgetsADrillThatIsScheduledNoMore) {
  timetable_ = Timetable(with_drill("0 13 * * *"), now_);
  look();
  EXPECT_THAT(pass(1h), ElementsAre("start drill 2026-11-24T13:00"));
  end(Ended::stopped);
  EXPECT_THAT(restart(1h), IsEmpty());
  EXPECT_EQ(timetable_.record().drill, std::nullopt);
  EXPECT_THAT(restart(1h, with_drill("0 13 * * *")), IsEmpty());
}

TEST_F(DrillTimetableTest, WithATornRecordRunsAlsoADrill) {
  timetable_ = Timetable::with_torn_record(with_drill("0 5 * * 0"), now_);
  EXPECT_THAT(look(), ElementsAre("start backup 2026-11-24T12:00"));
  end();
  EXPECT_THAT(pass(0min), ElementsAre("start cleanup 2026-11-24T12:00"));
  end();
  EXPECT_THAT(pass(0min), ElementsAre("start drill 2026-11-24T12:00"));
  end();
  EXPECT_THAT(pass(1min), IsEmpty());
}

TEST_F(DrillTimetableTest, IsQuietUntilTheNextDrill) {
  timetable_ = Timetable(with_drill("0 5 * * *"), now_);
  now_ = at("2026-11-25T04:59") + 50s;
  EXPECT_EQ(timetable_.quiet_time(now_), 10s);
}

}  // namespace
}  // namespace mongokeep::schedule
