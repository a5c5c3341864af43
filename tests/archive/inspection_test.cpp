#include "archive/inspection.h"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "archive/backup_order.h"
#include "archive/forged_manifest.h"
#include "archive/local_folder.h"
#include "base/text/time_text.h"
#include "mongokeep/error.h"
#include "support/root_of_folders.h"

namespace mongokeep::archive {
namespace {

namespace fs = std::filesystem;

class Inspection : public testing::Test {
 protected:
  ErrorKind kind_of_refusal(const fs::path& path) {
    try {
      inspect_path(path);
    } catch (const Error& error) {
      return error.kind();
    }
    ADD_FAILURE() << "no error";
    return ErrorKind::stopped;
  }

  const std::chrono::system_clock::time_point now_ = parse_utc_text("2024-06-01T03:00:00.000Z").value();
  test::RootOfFolders root_{now_};
};

TEST_F(Inspection, TakesAFoldersPathInEveryForm) {
  const fs::path folder = root_.add_backup("20th_Feb_2024", 1);
  EXPECT_EQ(inspect_path(folder).state, BackupState::complete);
  EXPECT_EQ(inspect_path(folder / "").state, BackupState::complete);
  EXPECT_EQ(inspect_path(folder / ".." / "20th_Feb_2024").name, "20th_Feb_2024");
  EXPECT_EQ(kind_of_refusal(root_ / "none"), ErrorKind::usage);
  EXPECT_EQ(kind_of_refusal(root_ / "none" / "20th_Feb_2024"), ErrorKind::usage);
  EXPECT_EQ(kind_of_refusal(folder / ".."), ErrorKind::usage);
}

TEST_F(Inspection, FollowsLinksOnTheWayButNotTheBackupItself) {
  const fs::path folder = root_.add_backup("20th_Feb_2024", 1);
  const test::TempDir elsewhere;
  fs::create_directory_symlink(root_.path(), elsewhere.path() / "link");
  fs::create_directory_symlink(folder, elsewhere.path() / "21st_Feb_2024");
  EXPECT_EQ(inspect_path(elsewhere.path() / "link" / "20th_Feb_2024").state, BackupState::complete);
  EXPECT_EQ(inspect_path(elsewhere.path() / "21st_Feb_2024").state, BackupState::foreign);
}

TEST_F(Inspection, KnowsWhenABackupOfANewerVersionWasMade) {
  const fs::path folder = root_.add_backup("20th_Feb_2024", 100);
  const std::string text = test::read_file(folder / "manifest.json");
  test::write_file(folder / "manifest.json",
                   test::forged_manifest(text, "\"formatVersion\": 1", "\"formatVersion\": 9"));
  root_.set_age("20th_Feb_2024", 0);
  const StoredBackup backup = inspect_path(folder);
  EXPECT_EQ(backup.state, BackupState::damaged);
  EXPECT_EQ(made_at(backup), now_ - std::chrono::hours(24 * 100)) << "whenever it was copied";
  EXPECT_EQ(begun_at(LocalFolder(Directory::open(root_.path())), "20th_Feb_2024")->at, made_at(backup));
}

TEST_F(Inspection, ReadsCollectionsOnlyWhereItLooksAtAll) {
  const fs::path folder = root_.add_backup("20th_Feb_2024", 1);
  const LocalFolder root(Directory::open(root_.path()));
  EXPECT_EQ(inspect(root, "20th_Feb_2024", Look::whole)->manifest->collections.size(), 1U);
  EXPECT_TRUE(inspect(root, "20th_Feb_2024", Look::brief)->manifest->collections.empty());
  // Not laid out as ours are, so that it is not scanned.
  std::string text = test::read_file(folder / "manifest.json");
  const std::string opening = ",\n  \"xxh3_128\": \"";
  const std::size_t members = text.find("\n  \"");
  text.insert(members, " ");
  text.erase(text.find("    {\n") + 5, 1);
  const std::size_t end = text.rfind(opening);
  text.replace(end + opening.size(), 32, stream::checksum_text(text.substr(0, end)));
  test::write_file(folder / "manifest.json", text);
  const auto whole = inspect(root, "20th_Feb_2024", Look::whole);
  ASSERT_TRUE(whole && whole->manifest);
  EXPECT_EQ(whole->state, BackupState::complete);
  EXPECT_EQ(whole->manifest->collections.size(), 1U);
  const auto brief = inspect(root, "20th_Feb_2024", Look::brief);
  ASSERT_TRUE(brief && brief->manifest);
  EXPECT_EQ(brief->state, BackupState::complete);
  EXPECT_TRUE(brief->manifest->collections.empty());
  EXPECT_EQ(brief->totals.documents, whole->totals.documents);
  EXPECT_EQ(brief->totals.collections, 1U);
}

TEST_F(Inspection, BelievesNoManifestThatWasChanged) {
  const fs::path folder = root_.add_backup("20th_Feb_2024", 1);
  const std::string text = test::read_file(folder / "manifest.json");
  test::write_file(folder / "manifest.json",
                   test::with_exchanged(text, "\"startedAt\": \"2024", "\"startedAt\": \"2031"));
  root_.set_age("20th_Feb_2024", 3);
  EXPECT_EQ(begun_at(LocalFolder(Directory::open(root_.path())), "20th_Feb_2024")->at,
            now_ - std::chrono::hours(24 * 3));
}

// Of a thousand backups nobody reads the manifests to their ends to put them in order.
TEST_F(Inspection, BelievesTheBeginningOfAManifestThatItsFoldersTimeBearsOut) {
  const fs::path folder = root_.add_backup("20th_Feb_2024", 1);
  std::string text = test::read_file(folder / "manifest.json");
  const auto told = now_ - std::chrono::hours(24 * 30);
  text.replace(text.find("\"startedAt\": \"") + 14, 24, utc_text(told));
  test::write_file(folder / "manifest.json", text);
  const auto begun_when_modified = [&](std::chrono::seconds later) {
    test::set_modified(folder, told + later);
    return begun_at(LocalFolder(Directory::open(root_.path())), "20th_Feb_2024")->at;
  };
  using std::chrono::hours;
  using std::chrono::seconds;
  EXPECT_EQ(begun_when_modified(hours(1)), told);
  EXPECT_EQ(begun_when_modified(hours(48)), told);
  EXPECT_EQ(begun_when_modified(hours(48) + seconds(1)), told + hours(48) + seconds(1)) << "its checksum is wrong";
  EXPECT_EQ(begun_when_modified(seconds(-1)), told - seconds(1));
}

TEST(ModificationTime, IsThatOfTheSystemToTheNanosecond) {
  struct stat facts {};
  facts.st_mtim = {1'700'000'000, 7};
  EXPECT_EQ(modification_time(facts).time_since_epoch(), std::chrono::nanoseconds(1'700'000'000'000'000'007));
  facts.st_mtim = {-5, 7};
  EXPECT_EQ(modification_time(facts).time_since_epoch(), std::chrono::nanoseconds(-4'999'999'993));
  // The furthest second that the clock's type holds whole.
  facts.st_mtim = {9'223'372'036, 999'999'999};
  EXPECT_EQ(modification_time(facts).time_since_epoch(), std::chrono::seconds(9'223'372'036));
  facts.st_mtim = {-9'223'372'036, 5};
  EXPECT_EQ(modification_time(facts).time_since_epoch(), std::chrono::seconds(-9'223'372'036));
}

TEST_F(Inspection, SeesNoBackupInAFolderThatIsMarkedForRemoval) {
  const LocalFolder root(Directory::open(root_.path()));
  const auto mark = fs::perms::owner_all | fs::perms::set_uid | fs::perms::sticky_bit;
  fs::permissions(root_.add_backup("20th_Feb_2024", 1), mark);
  fs::permissions(root_.add_legacy("photos", 1), mark);
  EXPECT_FALSE(inspect(root, "20th_Feb_2024"));
  ASSERT_TRUE(inspect(root, "photos"));
  EXPECT_EQ(inspect(root, "photos")->state, BackupState::foreign);
  const auto cause_for = [&](const std::string& name) {
    try {
      inspect_path(root_ / name);
    } catch (const Error& error) {
      return error.cause();
    }
    return std::string();
  };
  EXPECT_EQ(cause_for("20th_Feb_2024"), "a clean-up was removing it, and the next run will finish that");
  EXPECT_EQ(cause_for("21st_Feb_2024"), "there is no such folder");
}

TEST_F(Inspection, CallsWhatCannotBeOpenedUnreadable) {
  root_.add_backup("20th_Feb_2024", 1);
  root_.add_legacy(".21st_Feb_2024.partial", 1);
  const LocalFolder root(Directory::open(root_.path()));
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  // As many as there are.
  const UniqueFd last(::dup(STDERR_FILENO));
  const rlimit none{static_cast<rlim_t>(last.get()) + 1, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  const auto backup = inspect(root, "20th_Feb_2024");
  const auto unfinished = inspect(root, ".21st_Feb_2024.partial");
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  ASSERT_TRUE(backup && unfinished);
  EXPECT_EQ(backup->state, BackupState::unreadable);
  EXPECT_EQ(backup->problem, "Too many open files");
  EXPECT_EQ(unfinished->state, BackupState::unfinished);
  EXPECT_EQ(unfinished->problem, "Too many open files");
}

}  // namespace
}  // namespace mongokeep::archive
