#include "cli/views/cleanup_view.h"

#include <gtest/gtest.h>

#include "cli/views/sample_backups.h"

namespace mongokeep::cli {
namespace {

using archive::Standing;
using retention::Verdict;
using std::chrono::hours;

std::vector<retention::Decision> sample_plan() {
  return {{bare_folder("2nd_Jan_2023", Standing::legacy, "no manifest: made by an older system"), hours(500 * 24),
           Verdict::remove, "older than 90 days"},
          {complete_backup(), hours(100 * 24 + 12), Verdict::keep, "the newest complete backup"},
          {partial_backup(), hours(99 * 24), Verdict::spare, "holds a\nb, which is not the backup's"},
          {bare_folder("notes\x1b\n", Standing::foreign, "not a dated name"), -hours(36), Verdict::keep,
           "not a backup: not a dated name"}};
}

TEST(CleanupView, ShowsThePlanWithItsReasons) {
  EXPECT_EQ(plan_table(sample_plan()), R"(NAME           STATUS    DAYS OLD  VERDICT  WHY
2nd_Jan_2023   legacy       500.0  remove   older than 90 days
20th_Feb_2024  complete     100.5  keep     the newest complete backup
21st_Feb_2024  partial       99.0  keep     holds a\x0ab, which is not the backup's
notes\x1b\x0a  foreign       -1.5  keep     not a backup: not a dated name
)");
}

TEST(CleanupView, GivesProgramsThePlanAsOneArray) {
  EXPECT_EQ(plan_json({}), "[]\n");
  EXPECT_EQ(plan_json({sample_plan()[0]}), R"([
  {
    "name": "2nd_Jan_2023",
    "path": "/srv/backup/2nd_Jan_2023",
    "status": "legacy",
    "problem": "no manifest: made by an older system",
    "storedBytes": 2048,
    "files": 2,
    "modifiedAt": "2023-01-02T03:04:05.006Z",
    "ageDays": 500.0,
    "verdict": "remove",
    "reason": "older than 90 days"
  }
]
)");
}

TEST(CleanupView, GivesProgramsWhatWasDone) {
  CleanupReport report;
  report.started_at = *parse_utc_text("2024-06-01T03:00:00.000Z");
  report.finished_at = *parse_utc_text("2024-06-01T03:00:02.500Z");
  report.removed = {{"/srv/backup/1st_Jan_2024", hours(152 * 24)}};
  report.failures = {{"/srv/backup/2nd_Jan_2024", "cannot remove it"}};
  report.kept = 7;
  EXPECT_EQ(report_json(report), R"({
  "startedAt": "2024-06-01T03:00:00.000Z",
  "finishedAt": "2024-06-01T03:00:02.500Z",
  "deletedCount": 1,
  "failedCount": 1,
  "keptCount": 7,
  "removed": [
    {
      "path": "/srv/backup/1st_Jan_2024",
      "ageDays": 152.0
    }
  ],
  "failures": [
    {
      "path": "/srv/backup/2nd_Jan_2024",
      "error": "cannot remove it"
    }
  ]
}
)");
}

}  // namespace
}  // namespace mongokeep::cli
