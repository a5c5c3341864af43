#include "archive/backup_search.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "base/text/time_text.h"
#include "mongokeep/error.h"
#include "support/root_of_folders.h"

namespace mongokeep::archive {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

class ChosenBackup : public testing::Test {
 protected:
  std::string chosen(const std::string& wanted) {
    warnings_.clear();
    Log log(
        [this](const LogEntry& entry) {
          ASSERT_EQ(entry.level, LogLevel::warning);
          warnings_.push_back(std::get<std::string>(entry.fields.at(0).value));
        },
        [this] { return now_; });
    return find_backup(root_.path(), wanted, now_, log).filename().string();
  }
  std::string refusal_of(const std::string& wanted) {
    try {
      chosen(wanted);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      return error.what();
    }
    ADD_FAILURE() << "no error";
    return "";
  }

  const std::vector<std::string> users_ = {"collection=users"};
  std::chrono::system_clock::time_point now_ = parse_utc_text("2024-06-01T03:00:00.000Z").value();
  test::RootOfFolders root_{now_};
  std::vector<std::string> warnings_;
};

TEST_F(ChosenBackup, IsTheOneOfThatName) {
  root_.add_backup("30th_May_2024", 2, Status::partial);
  EXPECT_EQ(chosen("30th_May_2024"), "30th_May_2024");
  EXPECT_EQ(chosen("30th_May_2024/"), "30th_May_2024") << "as a shell completes it";
  EXPECT_EQ(chosen((root_ / "30th_May_2024").string()), "30th_May_2024");
  EXPECT_THAT(warnings_, IsEmpty());
  EXPECT_THAT(refusal_of("29th_May_2024"), HasSubstr("no backup of that name in " + root_.path().string() +
                                                     ". The newest backups there: 30th_May_2024"));
  EXPECT_THAT(refusal_of(".."), HasSubstr("no backup of that name"));
  EXPECT_THAT(refusal_of((root_ / "none").string()), HasSubstr("no such folder"));
}

TEST_F(ChosenBackup, ThatIsNoneIsToldWithTheThreeNewest) {
  for (int days = 1; days <= 4; ++days) root_.add_backup(std::to_string(20 - days) + "th_May_2024", days);
  EXPECT_TRUE(refusal_of("29th_May_2024").ends_with("backups there: 19th_May_2024, 18th_May_2024, 17th_May_2024"));
}

TEST_F(ChosenBackup, LatestIsTheNewestByItsManifest) {
  root_.add_backup("2nd_Jun_2024", 1);
  root_.add_backup("1st_Jun_2024", 0);
  EXPECT_EQ(chosen("latest"), "1st_Jun_2024");
  EXPECT_THAT(warnings_, IsEmpty());
}

TEST_F(ChosenBackup, LatestNeverIsAMisdatedOneAndTheLogSaysSo) {
  root_.add_backup("30th_May_2024", 2);
  root_.add_backup("6th_Jul_2025", -400);
  EXPECT_EQ(chosen("latest"), "30th_May_2024");
  EXPECT_THAT(warnings_, ElementsAre("6th_Jul_2025 is dated in the future: some clock is or was wrong"));
  // The clock is ahead as well: nobody can tell.
  now_ += std::chrono::hours(24 * 400);
  EXPECT_EQ(chosen("latest"), "6th_Jul_2025");
}

TEST_F(ChosenBackup, LatestIsAWholeOneWhileThereIsAny) {
  root_.add_backup("29th_May_2024", 3);
  root_.add_backup("30th_May_2024", 2, Status::complete, {"excludeCollection=sessions", "nsExclude=*.tmp"});
  root_.add_backup("31st_May_2024", 1, Status::complete, users_);
  EXPECT_EQ(chosen("latest"), "30th_May_2024") << "what excludes some has all the others";
  EXPECT_THAT(warnings_, ElementsAre("31st_May_2024 contains only selected collections"));
  fs::remove_all(root_ / "29th_May_2024");
  fs::remove_all(root_ / "30th_May_2024");
  EXPECT_EQ(chosen("latest"), "31st_May_2024") << "there is nothing else";
  EXPECT_THAT(warnings_, IsEmpty());
}

TEST_F(ChosenBackup, IsInTheRootUnlessItIsAPath) {
  for (const char* name : {"", "latest", "30th_May_2024", "30th_May_2024/"}) {
    EXPECT_EQ(root_of("/srv/backup", name), "/srv/backup") << name;
  }
  EXPECT_EQ(root_of("/srv/backup", "/mnt/disk/30th_May_2024"), "/mnt/disk");
  EXPECT_EQ(root_of("/srv/backup", "/mnt/disk/30th_May_2024/"), "/mnt/disk");
  EXPECT_EQ(root_of("/srv/backup", "./30th_May_2024"), fs::current_path());
}

TEST_F(ChosenBackup, LatestPassesOverPartialOnesAndSaysSo) {
  root_.add_backup("29th_May_2024", 3);
  root_.add_backup("30th_May_2024", 2, Status::partial);
  EXPECT_EQ(chosen("latest"), "29th_May_2024");
  EXPECT_THAT(warnings_, ElementsAre("30th_May_2024 is partial"));
}

TEST_F(ChosenBackup, LatestDoesNotGiveWayWhereItWasDamaged) {
  root_.add_backup("29th_May_2024", 3);
  root_.add_backup("30th_May_2024", 2);
  fs::remove(root_ / "30th_May_2024" / "users.json");
  EXPECT_EQ(chosen("latest"), "30th_May_2024");
  test::write_file(root_ / "30th_May_2024" / "manifest.json", "{}");
  root_.set_age("30th_May_2024", 2);
  EXPECT_EQ(chosen("latest"), "30th_May_2024");
  // Of chosen collections, by its manifest: no whole one was damaged.
  root_.add_backup("31st_May_2024", 1, Status::complete, users_);
  fs::remove(root_ / "31st_May_2024" / "users.json");
  fs::remove_all(root_ / "30th_May_2024");
  EXPECT_EQ(chosen("latest"), "29th_May_2024");
}

TEST_F(ChosenBackup, OldDamageDoesNotHideWhatIsThere) {
  root_.add_backup("29th_May_2024", 3);
  test::write_file(root_ / "29th_May_2024" / "manifest.json", "{}");
  root_.set_age("29th_May_2024", 3);
  root_.add_backup("30th_May_2024", 2, Status::complete, users_);
  EXPECT_EQ(chosen("latest"), "30th_May_2024");
}

TEST_F(ChosenBackup, TellsOfAllThatAreNewer) {
  root_.add_backup("28th_May_2024", 4);
  root_.add_backup("29th_May_2024", 3, Status::partial);
  root_.add_backup("30th_May_2024", 2, Status::complete, users_);
  fs::remove(root_.add_backup("31st_May_2024", 1) / "manifest.json");
  root_.set_age("31st_May_2024", 1);
  EXPECT_EQ(chosen("latest"), "28th_May_2024");
  EXPECT_THAT(warnings_, ElementsAre(HasSubstr("31st_May_2024 cannot be used: no manifest"),
                                     "30th_May_2024 contains only selected collections", "29th_May_2024 is partial"));
}

TEST_F(ChosenBackup, DamageBehindAPartIsMissedNoMore) {
  root_.add_backup("28th_May_2024", 4);
  test::write_file(root_.add_backup("29th_May_2024", 3) / "manifest.json", "{}");
  root_.set_age("29th_May_2024", 3);
  root_.add_backup("30th_May_2024", 2, Status::complete, users_);
  EXPECT_EQ(chosen("latest"), "29th_May_2024") << "it may have been whole, and is newer than the one that is";
}

TEST_F(ChosenBackup, LatestMayBeOfTheUsualChoice) {
  root_.add_backup("28th_May_2024", 4);
  root_.add_backup("30th_May_2024", 2, Status::complete, users_);
  Log log([](const LogEntry&) {}, [this] { return now_; });
  const auto path = find_backup(root_.path(), "latest", now_, log, mark_of_selection(users_));
  EXPECT_EQ(path.filename(), "30th_May_2024");
}

TEST_F(ChosenBackup, SaysWhatIsThereInsteadOfALatest) {
  EXPECT_THAT(refusal_of("latest"), HasSubstr("There are no backups there"));
  root_.add_backup("29th_May_2024", 3, Status::partial);
  root_.add_backup("6th_Jul_2025", -400);
  EXPECT_THAT(refusal_of("latest"),
              HasSubstr("there is no complete backup (6th_Jul_2025 is dated in the future: some clock is or was wrong; "
                        "29th_May_2024 is partial) in " +
                        root_.path().string() + ". The newest backups there: 6th_Jul_2025, 29th_May_2024"));
}

}  // namespace
}  // namespace mongokeep::archive
