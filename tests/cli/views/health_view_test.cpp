#include "cli/views/health_view.h"

#include <gtest/gtest.h>

#include "cli/views/sample_entries.h"

namespace mongokeep::cli {
namespace {

using namespace std::chrono_literals;

HealthReport good_health() {
  HealthReport health;
  health.newest_complete = complete_entry();
  health.age = 5h;
  return health;
}

HealthReport bad_health() {
  HealthReport health;
  health.trouble = Error(ErrorKind::missing, "rely on the backups in", "/srv/backup", "there is no complete backup");
  return health;
}

TEST(HealthView, IsOneLineForAPerson) {
  EXPECT_EQ(health_line(good_health()), "healthy: 20th_Feb_2024, complete, 5 h old\n");
}

TEST(HealthView, IsOneObjectForAProgram) {
  EXPECT_EQ(health_json(good_health(), 26h).dump(2), R"({
  "healthy": true,
  "newestComplete": "20th_Feb_2024",
  "backupPath": "/srv/backup/20th_Feb_2024",
  "finishedAt": "2024-02-20T01:03:05.000Z",
  "ageSeconds": 18000,
  "maxAgeSeconds": 93600,
  "reason": null
})");
  EXPECT_EQ(health_json(bad_health(), 26h).dump(2), R"({
  "healthy": false,
  "newestComplete": null,
  "backupPath": null,
  "finishedAt": null,
  "ageSeconds": null,
  "maxAgeSeconds": 93600,
  "reason": "there is no complete backup"
})");
}

}  // namespace
}  // namespace mongokeep::cli
