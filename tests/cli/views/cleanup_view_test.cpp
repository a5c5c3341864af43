#include "cli/views/cleanup_view.h"

#include <gtest/gtest.h>

#include "cli/views/sample_entries.h"

namespace mongokeep::cli {
namespace {

using Decided = CleanupDecision::Verdict;
using std::chrono::hours;

std::vector<CleanupDecision> sample_plan() {
  return {{bare_entry("2nd_Jan_2023", BackupState::legacy, "no manifest: made by an older system"), hours(500 * 24),
           Decided::remove, "older than 90 days"},
          {complete_entry(), hours(100 * 24 + 12), Decided::keep, "the newest complete backup"},
          {partial_entry(), hours(99 * 24), Decided::keep, "contains a\nb, which does not belong to the backup"},
          {bare_entry("notes\x1b\n", BackupState::foreign, "not a dated name"), -hours(36), Decided::keep,
           "not a backup: not a dated name"}};
}

TEST(CleanupView, ShowsThePlanWithItsReasons) {
  EXPECT_EQ(plan_table(sample_plan()), R"(NAME           STATUS    DAYS OLD  VERDICT  WHY
2nd_Jan_2023   legacy       500.0  remove   older than 90 days
20th_Feb_2024  complete     100.5  keep     the newest complete backup
21st_Feb_2024  partial       99.0  keep     contains a\x0ab, which does not belong to the backup
notes\x1b\x0a  foreign       -1.5  keep     not a backup: not a dated name
)");
}

TEST(CleanupView, NamesABackupOfAStoreAsCommandsTakeIt) {
  CleanupDecision decision = sample_plan()[0];
  decision.store = "offsite";
  decision.backup.path = "offsite:2nd_Jan_2023";
  EXPECT_EQ(plan_table({decision}), R"(NAME                  STATUS  DAYS OLD  VERDICT  WHY
offsite:2nd_Jan_2023  legacy     500.0  remove   older than 90 days
)");
  EXPECT_EQ(plan_json({decision})[0].at("store"), "offsite");
}

TEST(CleanupView, GivesProgramsThePlanAsOneArray) {
  EXPECT_EQ(plan_json({}).dump(2), "[]");
  EXPECT_EQ(plan_json({sample_plan()[0]}).dump(2), R"([
  {
    "name": "2nd_Jan_2023",
    "path": "/srv/backup/2nd_Jan_2023",
    "status": "legacy",
    "problem": "no manifest: made by an older system",
    "storedBytes": 2048,
    "fileCount": 2,
    "modifiedAt": "2023-01-02T03:04:05.006Z",
    "store": null,
    "ageSeconds": 43200000,
    "verdict": "remove",
    "reason": "older than 90 days"
  }
])");
}

}  // namespace
}  // namespace mongokeep::cli
