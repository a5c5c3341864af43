#include "archive/root.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "archive/pending_backup.h"
#include "archive/sample_manifest.h"
#include "archive/stored_file.h"
#include "mongokeep/error.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep::archive {
namespace {

using test::TempDir;
namespace fs = std::filesystem;

std::chrono::system_clock::time_point noon() {  // 2024-02-20T12:00:00Z
  return std::chrono::system_clock::time_point(std::chrono::seconds(1708430400));
}

Manifest empty_manifest() {
  Manifest manifest = sample_manifest();
  manifest.started_at = manifest.finished_at = noon();
  return manifest;
}

TEST(LockedRoot, IsHeldByOneAtATime) {
  const TempDir temp;
  {
    const LockedRoot first = LockedRoot::open(temp.path() / "backup");
    try {
      LockedRoot::open(temp.path() / "backup");
      FAIL() << "no error";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::locked);
    }
  }
  EXPECT_NO_THROW(LockedRoot::open(temp.path() / "backup"));
  EXPECT_TRUE(fs::exists(temp.path() / "backup" / ".lock")) << "a lock file that is unlinked can have two holders";
}

TEST(LockedRoot, DoesNotFollowALinkInPlaceOfItsLock) {
  const TempDir temp;
  fs::create_symlink(temp.path() / "elsewhere", temp.path() / ".lock");
  EXPECT_THROW(LockedRoot::open(temp.path()), Error);
  EXPECT_FALSE(fs::exists(temp.path() / "elsewhere"));
}

TEST(LockedRoot, ThatHasToBeThereIsNotMade) {
  const TempDir temp;
  try {
    LockedRoot::open_existing(temp.path() / "none");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::storage);
    EXPECT_EQ(error.hint(), "Name the folder of the backups with --root");
  }
  EXPECT_FALSE(fs::exists(temp.path() / "none"));
  const LockedRoot there = LockedRoot::open_existing(temp.path());
  EXPECT_THROW(LockedRoot::open_existing(temp.path()), Error) << "it is held";
}

TEST(LockedRoot, GivesTheDayThenTheTimeThenANumber) {
  const TempDir temp;
  const LockedRoot root = LockedRoot::open(temp.path());
  EXPECT_EQ(root.free_name(noon(), "UTC").text(), "20th_Feb_2024");
  fs::create_directory(temp.path() / "20th_Feb_2024");
  EXPECT_EQ(root.free_name(noon(), "UTC").text(), "20th_Feb_2024_120000");
  EXPECT_EQ(root.free_name(noon(), "Asia/Tokyo").text(), "20th_Feb_2024_210000");
  EXPECT_EQ(root.free_name(noon(), "Pacific/Auckland").text(), "21st_Feb_2024");
  std::ofstream(temp.path() / "20th_Feb_2024_120000") << "even a file";
  EXPECT_EQ(root.free_name(noon(), "UTC").text(), "20th_Feb_2024_120000_2");
}

TEST(PendingBackup, IsHiddenUntilItIsPublished) {
  const TempDir temp;
  const LockedRoot root = LockedRoot::open(temp.path());
  PendingBackup backup(root, root.free_name(noon(), "UTC"));
  StoredFile file(backup.folder(), "users.json");
  file.sink().write("[]\n");
  file.publish();
  EXPECT_FALSE(fs::exists(backup.final_path()));
  backup.publish(empty_manifest());
  EXPECT_EQ(backup.final_path(), temp.path() / "20th_Feb_2024");
  EXPECT_EQ(Directory::open(backup.final_path()).names(), (std::vector<std::string>{"manifest.json", "users.json"}));
  EXPECT_EQ(test::mode_of(backup.final_path()), 0700U);
  EXPECT_EQ(test::mode_of(backup.final_path() / "manifest.json"), 0600U);
  EXPECT_EQ(root.directory().names(), (std::vector<std::string>{".lock", "20th_Feb_2024"}));
}

TEST(PendingBackup, GoesWithItsObject) {
  const TempDir temp;
  const LockedRoot root = LockedRoot::open(temp.path());
  {
    PendingBackup backup(root, root.free_name(noon(), "UTC"));
    backup.add_subfolder("shop").with([](const Directory& shop) { shop.create_file("users.json"); });
  }
  EXPECT_EQ(root.directory().names(), std::vector<std::string>{".lock"});
}

TEST(PendingBackup, OverwritesNothingThatHasComeThere) {
  const TempDir temp;
  const LockedRoot root = LockedRoot::open(temp.path());
  {
    PendingBackup backup(root, root.free_name(noon(), "UTC"));
    fs::create_directory(temp.path() / "20th_Feb_2024");
    EXPECT_THROW(backup.publish(empty_manifest()), Error);
  }
  EXPECT_TRUE(fs::is_empty(temp.path() / "20th_Feb_2024"));
  EXPECT_FALSE(fs::exists(temp.path() / ".20th_Feb_2024.partial"));
}

TEST(StoredFile, TakesItsNameOnceItIsWhole) {
  const TempDir temp;
  const Directory folder = Directory::open(temp.path());
  StoredFile file(folder, "users.json");
  file.sink().write("[\n{}\n]\n");
  EXPECT_EQ(folder.names(), std::vector<std::string>{".users.json.part"});
  const StoredFile::Facts facts = file.publish();
  EXPECT_EQ(facts.stored_bytes, 7U);
  EXPECT_EQ(facts.xxh3_128, stream::checksum_text("[\n{}\n]\n"));
  EXPECT_EQ(folder.names(), std::vector<std::string>{"users.json"});
}

TEST(StoredFile, LeavesNothingWhenItIsGivenUp) {
  const TempDir temp;
  const Directory folder = Directory::open(temp.path());
  { StoredFile(folder, "users.json").sink().write("[\n"); }
  EXPECT_TRUE(folder.names().empty());
}

TEST(StoredFile, FindsWhatTheDiskHoldsOtherwise) {
  const TempDir temp;
  const Directory folder = Directory::open(temp.path());
  {
    StoredFile file(folder, "users.json");
    file.sink().write("[\n{}\n]\n");
    std::fstream(temp.path() / ".users.json.part", std::ios::in | std::ios::out).seekp(3).put('!');
    try {
      file.publish();
      FAIL() << "no error";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::damaged);
      EXPECT_NE(std::string(error.what()).find("the disk returned different bytes"), std::string::npos);
    }
  }
  EXPECT_TRUE(folder.names().empty());
}

TEST(StoredFile, FindsAFileThatGotShorter) {
  const TempDir temp;
  const Directory folder = Directory::open(temp.path());
  StoredFile file(folder, "users.json");
  file.sink().write("[\n{}\n]\n");
  fs::resize_file(temp.path() / ".users.json.part", 5);
  EXPECT_THROW(file.publish(), Error);
}

}  // namespace
}  // namespace mongokeep::archive
