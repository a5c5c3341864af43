#include "cli/views/list_view.h"

#include <gtest/gtest.h>

#include "cli/views/sample_entries.h"

namespace mongokeep::cli {
namespace {

TEST(ListView, ShowsEveryStandingAsWhatItIs) {
  const std::string table = list_table(
      {bare_entry("2nd_Jan_2023", BackupState::legacy, "no manifest: made by an older system"), complete_entry(),
       partial_entry(),
       bare_entry("22nd_Feb_2024", BackupState::damaged, "its manifest is not what its own checksum says"),
       bare_entry(".23rd_Feb_2024.partial", BackupState::unfinished, "still running, or left by a run that died"),
       bare_entry("notes\x1b", BackupState::foreign, "not a dated name")},
      "Europe/Berlin");
  EXPECT_EQ(
      table,
      R"(NAME                    STATUS      STARTED                DURATION  COLLECTIONS  DOCUMENTS      SIZE  NOTE
2nd_Jan_2023            legacy                                                               2.00 KiB  no manifest: made by an older system; 2 files
20th_Feb_2024           complete    2024-02-20 02:00:00  3 min 05 s            2      1,234   121 KiB
21st_Feb_2024           partial     2024-02-20 02:00:00  3 min 05 s            3      1,234   121 KiB  1 failed
22nd_Feb_2024           damaged                                                              2.00 KiB  its manifest is not what its own checksum says
.23rd_Feb_2024.partial  unfinished                                                           2.00 KiB  still running, or left by a run that died
notes\x1b               foreign                                                              2.00 KiB  not a dated name
)");
}

TEST(ListView, GivesProgramsOneArrayWithTheSameMembersThroughout) {
  EXPECT_EQ(list_json({}).dump(2), "[]");
  EXPECT_EQ(list_json({partial_entry(), bare_entry("notes", BackupState::foreign, "not a dated folder")}).dump(2), R"([
  {
    "name": "21st_Feb_2024",
    "path": "/srv/backup/21st_Feb_2024",
    "status": "partial",
    "problem": null,
    "storedBytes": 123456,
    "fileCount": 1,
    "modifiedAt": "2024-02-20T01:03:05.500Z",
    "database": "shop",
    "encrypted": false,
    "startedAt": "2024-02-20T01:00:00.000Z",
    "finishedAt": "2024-02-20T01:03:05.000Z",
    "durationMs": 185000,
    "collectionCount": 3,
    "failedCount": 1,
    "documentCount": 1234,
    "bsonBytes": 100000
  },
  {
    "name": "notes",
    "path": "/srv/backup/notes",
    "status": "foreign",
    "problem": "not a dated folder",
    "storedBytes": 2048,
    "fileCount": 2,
    "modifiedAt": "2023-01-02T03:04:05.006Z",
    "database": null,
    "encrypted": null,
    "startedAt": null,
    "finishedAt": null,
    "durationMs": null,
    "collectionCount": null,
    "failedCount": null,
    "documentCount": null,
    "bsonBytes": null
  }
])");
}

}  // namespace
}  // namespace mongokeep::cli
