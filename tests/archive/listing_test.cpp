#include "archive/listing.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "archive/sample_manifest.h"
#include "mongokeep/error.h"
#include "support/temp_dir.h"

namespace mongokeep::archive {
namespace {

using test::TempDir;
namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

void add_backup(const fs::path& root, const std::string& name, Status status, int day) {
  Manifest manifest = sample_manifest();
  manifest.status = status;
  manifest.started_at = std::chrono::system_clock::time_point(std::chrono::hours(24 * day));
  manifest.finished_at = manifest.started_at;
  CollectionRecord users;
  users.name = "users";
  users.type = "collection";
  users.file = "users.json";
  users.stored_bytes = 3;
  users.xxh3_128 = std::string(32, 'a');
  manifest.collections = {users};
  write(root / name / "manifest.json", to_text(manifest));
  write(root / name / "users.json", "[]\n");
}

std::vector<std::string> names_of(const std::vector<StoredBackup>& backups) {
  std::vector<std::string> names;
  for (const StoredBackup& backup : backups) names.push_back(backup.name);
  return names;
}

const StoredBackup& by_name(const std::vector<StoredBackup>& backups, const std::string& name) {
  for (const StoredBackup& backup : backups) {
    if (backup.name == name) return backup;
  }
  throw std::out_of_range(name);
}

TEST(Listing, ShowsEverythingAsWhatItIs) {
  const TempDir temp;
  add_backup(temp.path(), "20th_Feb_2024", Status::complete, 19773);
  add_backup(temp.path(), "21st_Feb_2024", Status::partial, 19774);
  write(temp.path() / "19th_Feb_2024" / "users.json", "[]");
  write(temp.path() / "18th_Feb_2024" / "manifest.json", "{}");
  write(temp.path() / "17th_Feb_2024" / "notes.txt", "mine");
  fs::create_directory(temp.path() / "16th_Feb_2024");
  fs::create_directory(temp.path() / "photos");
  write(temp.path() / "readme", "x");
  write(temp.path() / ".22nd_Feb_2024.partial" / "users.json", "[");
  write(temp.path() / ".lock", "");
  fs::create_directory_symlink(temp.path() / "20th_Feb_2024", temp.path() / "23rd_Feb_2024");

  const std::vector<StoredBackup> all = list_backups(temp.path());
  EXPECT_EQ(by_name(all, "20th_Feb_2024").state, BackupState::complete);
  EXPECT_EQ(by_name(all, "20th_Feb_2024").files, 1U);
  EXPECT_EQ(by_name(all, "21st_Feb_2024").state, BackupState::partial);
  EXPECT_EQ(by_name(all, "19th_Feb_2024").state, BackupState::legacy);
  EXPECT_EQ(by_name(all, "18th_Feb_2024").state, BackupState::damaged);
  EXPECT_EQ(by_name(all, "17th_Feb_2024").state, BackupState::foreign);
  EXPECT_EQ(by_name(all, "16th_Feb_2024").state, BackupState::foreign) << "nothing in it says that it is a backup";
  EXPECT_EQ(by_name(all, "photos").state, BackupState::foreign);
  EXPECT_EQ(by_name(all, "readme").state, BackupState::foreign);
  EXPECT_EQ(by_name(all, ".22nd_Feb_2024.partial").state, BackupState::unfinished);
  EXPECT_EQ(by_name(all, "23rd_Feb_2024").state, BackupState::foreign);
  EXPECT_EQ(by_name(all, "23rd_Feb_2024").problem, "a symbolic link");
  EXPECT_EQ(all.size(), 10U) << "the lock is not listed";
}

TEST(Listing, CallsABackupDamagedWhoseFilesAreNotWhatItsManifestSays) {
  const TempDir temp;
  add_backup(temp.path(), "20th_Feb_2024", Status::complete, 19773);
  add_backup(temp.path(), "21st_Feb_2024", Status::complete, 19774);
  add_backup(temp.path(), "22nd_Feb_2024", Status::complete, 19775);
  add_backup(temp.path(), "23rd_Feb_2024", Status::complete, 19776);
  fs::remove(temp.path() / "21st_Feb_2024" / "users.json");
  fs::resize_file(temp.path() / "22nd_Feb_2024" / "users.json", 0);
  fs::remove(temp.path() / "23rd_Feb_2024" / "users.json");
  fs::create_symlink("/etc/hostname", temp.path() / "23rd_Feb_2024" / "users.json");

  const std::vector<StoredBackup> all = list_backups(temp.path());
  EXPECT_EQ(by_name(all, "21st_Feb_2024").problem, "users.json is missing");
  EXPECT_EQ(by_name(all, "22nd_Feb_2024").problem, "users.json has 0 bytes instead of 3");
  EXPECT_EQ(by_name(all, "23rd_Feb_2024").problem, "users.json is not a regular file");
  EXPECT_EQ(by_name(all, "23rd_Feb_2024").state, BackupState::damaged);
}

TEST(Listing, NamesWhatIsInABackupAndIsNotItsOwn) {
  const TempDir temp;
  const auto stranger_beside = [&](const std::string& file) {
    fs::remove_all(temp.path() / "20th_Feb_2024");
    add_backup(temp.path(), "20th_Feb_2024", Status::complete, 19773);
    if (!file.empty()) write(temp.path() / "20th_Feb_2024" / file, "x");
    return by_name(list_backups(temp.path()), "20th_Feb_2024").stranger;
  };
  EXPECT_EQ(stranger_beside(""), "");
  EXPECT_EQ(stranger_beside("notes.txt"), "notes.txt");
  EXPECT_EQ(stranger_beside("orders.json"), "orders.json") << "the manifest does not name it";
  EXPECT_EQ(stranger_beside("sub/users.json"), "sub/users.json");
  fs::create_symlink("/etc/hostname", temp.path() / "20th_Feb_2024" / "link.json");
  EXPECT_EQ(by_name(list_backups(temp.path()), "20th_Feb_2024").stranger, "link.json");
  EXPECT_EQ(by_name(list_backups(temp.path()), "20th_Feb_2024").state, BackupState::complete);
}

TEST(Listing, NamesWhatIsInADamagedBackupAndIsNotItsOwn) {
  const TempDir temp;
  const auto stranger_beside = [&](const std::string& file) {
    fs::remove_all(temp.path() / "20th_Feb_2024");
    write(temp.path() / "20th_Feb_2024" / "manifest.json", "{}");
    write(temp.path() / "20th_Feb_2024" / "users.json.zst.age", "x");
    write(temp.path() / "20th_Feb_2024" / "shop" / "users.json", "x");
    if (!file.empty()) write(temp.path() / "20th_Feb_2024" / file, "x");
    return by_name(list_backups(temp.path()), "20th_Feb_2024").stranger;
  };
  EXPECT_EQ(stranger_beside(""), "");
  EXPECT_EQ(stranger_beside("notes.txt"), "notes.txt");
  EXPECT_EQ(stranger_beside("users.json.d/notes.txt"), "users.json.d/notes.txt");
  fs::remove_all(temp.path() / "20th_Feb_2024" / "users.json.d");
  fs::create_symlink("/etc/hostname", temp.path() / "20th_Feb_2024" / "link.json");
  EXPECT_EQ(by_name(list_backups(temp.path()), "20th_Feb_2024").stranger, "link.json");
}

TEST(Listing, SaysWhenABackupWasFinishedAsLongAsItsManifestCanBeRead) {
  const TempDir temp;
  add_backup(temp.path(), "20th_Feb_2024", Status::complete, 19773);
  add_backup(temp.path(), "21st_Feb_2024", Status::complete, 19774);
  fs::remove(temp.path() / "21st_Feb_2024" / "users.json");
  write(temp.path() / "22nd_Feb_2024" / "manifest.json", "{}");
  write(temp.path() / "23rd_Feb_2024" / "users.json", "[]");
  const auto finished_at = [&](const std::string& name) {
    const auto head = head_of(by_name(list_backups(temp.path()), name));
    return head ? std::optional(head->finished_at) : std::nullopt;
  };
  EXPECT_EQ(finished_at("20th_Feb_2024"), std::chrono::system_clock::time_point(std::chrono::hours(24 * 19773)));
  EXPECT_EQ(finished_at("21st_Feb_2024"), std::chrono::system_clock::time_point(std::chrono::hours(24 * 19774)));
  EXPECT_EQ(finished_at("22nd_Feb_2024"), std::nullopt);
  EXPECT_EQ(finished_at("23rd_Feb_2024"), std::nullopt);
}

TEST(Listing, IsInTheOrderOfTimeWithForeignOnesLast) {
  const TempDir temp;
  add_backup(temp.path(), "1st_Mar_2024", Status::complete, 19783);
  add_backup(temp.path(), "20th_Feb_2024", Status::complete, 19773);
  write(temp.path() / "9th_Jan_2023" / "users.json", "[]");
  fs::create_directory(temp.path() / "a");
  EXPECT_EQ(names_of(list_backups(temp.path())),
            (std::vector<std::string>{"20th_Feb_2024", "1st_Mar_2024", "9th_Jan_2023", "a"}))
      << "an older system's folder was made just now, whatever its name is";
}

TEST(Listing, OfNothingIsEmptyAndOfNoFolderAnError) {
  const TempDir temp;
  EXPECT_TRUE(list_backups(temp.path()).empty());
  EXPECT_THROW(list_backups(temp.path() / "none"), Error);
}

}  // namespace
}  // namespace mongokeep::archive
