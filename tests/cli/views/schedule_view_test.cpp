#include "cli/views/schedule_view.h"

#include <gmock/gmock.h>

#include "base/text/time_text.h"

namespace mongokeep::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

const auto now = parse_utc_text("2026-11-24T12:00:00.000Z").value();

TEST(ScheduleView, ShowsTheNextTimesOfEachTask) {
  TasksSettings settings;
  settings.time_zone = "Europe/Berlin";
  const std::string nightly = schedule_text(settings, now);
  EXPECT_THAT(nightly, HasSubstr("backup   0 1 * * *  (Europe/Berlin)\n"
                                 "         2026-11-25 01:00 +01:00\n"));
  EXPECT_THAT(nightly, HasSubstr("cleanup  0 3 * * *  (Europe/Berlin)\n"
                                 "         2026-11-25 03:00 +01:00\n"));
  EXPECT_THAT(nightly, Not(HasSubstr("drill"))) << "there are none";
  settings.drill_schedule = "0 5 * * 0";
  EXPECT_EQ(schedule_text(settings, now), nightly +
                                              "drill    0 5 * * 0  (Europe/Berlin)\n"
                                              "         2026-11-29 05:00 +01:00\n"
                                              "         2026-12-06 05:00 +01:00\n"
                                              "         2026-12-13 05:00 +01:00\n"
                                              "         2026-12-20 05:00 +01:00\n"
                                              "         2026-12-27 05:00 +01:00\n");
}

}  // namespace
}  // namespace mongokeep::cli
