#include <gtest/gtest.h>

#include "base/text/time_text.h"
#include "mongokeep/error.h"
#include "mongokeep/tasks_service.h"

namespace mongokeep {
namespace {

TEST(NextTimes, AreThoseOfEachTaskThatHasASchedule) {
  TasksSettings settings;
  settings.time_zone = "Europe/Berlin";
  const std::vector<TaskTimes> all = next_times(settings, *parse_utc_text("2024-02-20T00:30:00.000Z"), 2);
  ASSERT_EQ(all.size(), 2U) << "no drills unless they are asked for";
  EXPECT_EQ(all[0].task, "backup");
  EXPECT_EQ(all[0].schedule, "0 1 * * *");
  EXPECT_EQ(all[0].time_zone, "Europe/Berlin");
  ASSERT_EQ(all[0].times.size(), 2U);
  EXPECT_EQ(utc_text(all[0].times[0]), "2024-02-21T00:00:00.000Z");
  EXPECT_EQ(all[1].task, "cleanup");
  EXPECT_EQ(utc_text(all[1].times[0]), "2024-02-20T02:00:00.000Z");
}

TEST(NextTimes, RefuseAScheduleThatIsNone) {
  TasksSettings settings;
  settings.drill_schedule = "61 * * * *";
  EXPECT_THROW(next_times(settings, {}), Error);
}

}  // namespace
}  // namespace mongokeep
