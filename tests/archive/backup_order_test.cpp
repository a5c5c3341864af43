#include "archive/backup_order.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "archive/listing.h"
#include "base/text/time_text.h"
#include "mongokeep/error.h"
#include "support/root_of_folders.h"

namespace mongokeep::archive {
namespace {

using testing::ElementsAre;
namespace fs = std::filesystem;

class BackupOrder : public testing::Test {
 protected:
  std::vector<std::string> newest_first() const {
    std::vector<std::string> names;
    NewestFirst backups(root_.path());
    while (const auto backup = backups.next()) names.push_back(backup->name);
    return names;
  }

  const std::chrono::system_clock::time_point now_ = parse_utc_text("2024-06-01T03:00:00.000Z").value();
  test::RootOfFolders root_{now_};
};

TEST_F(BackupOrder, IsThatOfTheManifestsWhateverTheNamesAre) {
  // By the names it would be the other way round: zones, a day's name taken again, clocks put back.
  root_.add_backup("2nd_Jun_2024", 3);
  root_.add_backup("1st_Jun_2024_233000", 2);
  root_.add_backup("1st_Jun_2024", 1);
  root_.add_backup("31st_May_2024", 0);
  EXPECT_THAT(newest_first(), ElementsAre("31st_May_2024", "1st_Jun_2024", "1st_Jun_2024_233000", "2nd_Jun_2024"));
}

TEST_F(BackupOrder, IsTheSameInAListing) {
  root_.add_backup("2nd_Jun_2024", 3);
  root_.add_legacy("3rd_Jun_2024", 2);
  root_.add_backup("1st_Jun_2024", 1);
  root_.add_backup("1st_May_2024", 1, Status::partial);
  std::vector<std::string> listed;
  for (const StoredBackup& backup : list_backups(root_.path())) listed.insert(listed.begin(), backup.name);
  EXPECT_EQ(newest_first(), listed);
  EXPECT_THAT(listed, ElementsAre("1st_May_2024", "1st_Jun_2024", "3rd_Jun_2024", "2nd_Jun_2024"));
}

TEST_F(BackupOrder, GoesByTheFoldersTimeWhereNoManifestCanBeRead) {
  root_.add_backup("1st_Jun_2024", 1);
  root_.add_backup("1st_Jan_2025", 5);
  test::write_file(root_ / "1st_Jan_2025" / "manifest.json", "{}");
  root_.set_age("1st_Jan_2025", 5);
  root_.add_backup("1st_Jan_2020", 0);
  test::write_file(root_ / "1st_Jan_2020" / "manifest.json", "{}");
  root_.set_age("1st_Jan_2020", 0);
  EXPECT_THAT(newest_first(), ElementsAre("1st_Jan_2020", "1st_Jun_2024", "1st_Jan_2025"));
}

TEST_F(BackupOrder, KnowsWhenADamagedOneWasMadeFromItsManifest) {
  root_.add_backup("1st_Jun_2024", 1);
  root_.add_backup("2nd_Jun_2024", 2);
  fs::remove(root_ / "2nd_Jun_2024" / "users.json");
  root_.set_age("2nd_Jun_2024", 0);
  EXPECT_THAT(newest_first(), ElementsAre("1st_Jun_2024", "2nd_Jun_2024"));
}

TEST_F(BackupOrder, LeavesOutWhatHasNoDatedName) {
  for (const char* name : {"photos", ".21st_Feb_2024.partial", ".deleting-1st_Jan_2024", "31st_Feb_2024"}) {
    fs::create_directory(root_ / name);
  }
  EXPECT_TRUE(newest_first().empty());
  EXPECT_THROW(NewestFirst(root_ / "none"), Error);
}

TEST_F(BackupOrder, LooksIntoABackupOnlyWhenItsTurnHasCome) {
  for (int days = 0; days < 3; ++days) root_.add_backup(std::to_string(18 - days) + "th_May_2024", days);
  NewestFirst backups(root_.path());
  EXPECT_EQ(backups.next()->name, "18th_May_2024");
  fs::remove_all(root_ / "17th_May_2024");
  EXPECT_EQ(backups.next()->name, "16th_May_2024") << "what has gone since is passed over";
  EXPECT_FALSE(backups.next());
}

TEST_F(BackupOrder, TakesForMisdatedWhatIsMoreThanADayAhead) {
  StoredBackup backup;
  backup.name = "21st_Feb_2030";
  backup.modified = now_;
  backup.manifest = Manifest();
  const auto is_misdated_at = [&](std::chrono::hours started, std::chrono::hours finished) {
    backup.manifest->started_at = now_ + started;
    backup.manifest->finished_at = now_ + finished;
    return is_misdated(backup, now_);
  };
  using std::chrono::hours;
  EXPECT_FALSE(is_misdated_at(hours(0), hours(1))) << "whatever its name says";
  EXPECT_FALSE(is_misdated_at(hours(24), hours(24)));
  EXPECT_TRUE(is_misdated_at(hours(25), hours(25)));
  EXPECT_TRUE(is_misdated_at(hours(0), hours(25))) << "the clock was set forward meanwhile";
  backup.manifest.reset();
  backup.modified = now_ + hours(25);
  EXPECT_TRUE(is_misdated(backup, now_)) << "an older system's";
  backup.begun = now_;
  EXPECT_FALSE(is_misdated(backup, now_)) << "touched since";
  backup.damaged_head = BackupHead{now_ + hours(25), now_, {}, {}};
  EXPECT_TRUE(is_misdated(backup, now_)) << "what a damaged one tells";
  backup.damaged_head = BackupHead{now_, now_ + hours(25), {}, {}};
  EXPECT_TRUE(is_misdated(backup, now_));
  backup.damaged_head = BackupHead{now_, now_ + hours(24), {}, {}};
  EXPECT_FALSE(is_misdated(backup, now_));
}

}  // namespace
}  // namespace mongokeep::archive
