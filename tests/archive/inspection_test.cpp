#include "archive/inspection.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "archive/backup_order.h"
#include "archive/forged_manifest.h"
#include "base/time_text.h"
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
  EXPECT_EQ(begun_at(Directory::open(root_.path()), "20th_Feb_2024")->at, made_at(backup));
}

TEST_F(Inspection, ReadsCollectionsOnlyWhereItLooksAtAll) {
  const fs::path folder = root_.add_backup("20th_Feb_2024", 1);
  const Directory root = Directory::open(root_.path());
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
  EXPECT_EQ(begun_at(Directory::open(root_.path()), "20th_Feb_2024")->at, now_ - std::chrono::hours(24 * 3));
}

}  // namespace
}  // namespace mongokeep::archive
