#include "archive/pending_backup.h"

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

#include "archive/root.h"
#include "support/temp_dir.h"

namespace {

/// The descriptor on which the disk fails.
std::atomic<int> broken_descriptor = -1;

}  // namespace

/// In the place of the C library's, for this test program.
extern "C" int fsync(int descriptor) {
  if (descriptor == broken_descriptor) {
    errno = EIO;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_fsync, descriptor));
}

namespace mongokeep::archive {
namespace {

TEST(PendingBackup, IsThereWhereTheRootCannotBeSyncedAndSaysSo) {
  const test::TempDir temp;
  const LockedRoot root = LockedRoot::open(temp.path());
  PendingBackup backup(root, root.free_name(std::chrono::system_clock::time_point(), "UTC"));
  broken_descriptor = root.directory().descriptor();
  Manifest manifest;
  manifest.text_format = "canonical";
  const std::optional<Error> unsynced = backup.publish(manifest);
  broken_descriptor = -1;
  ASSERT_TRUE(unsynced);
  EXPECT_NE(unsynced->hint().find("The backup exists"), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(backup.final_path() / Manifest::file_name));
}

TEST(PendingBackup, HasAnyNumberOfSubfoldersWithoutHoldingThem) {
  const test::TempDir temp;
  const LockedRoot root = LockedRoot::open(temp.path());
  PendingBackup backup(root, root.free_name(std::chrono::system_clock::time_point(), "UTC"));
  const int before = ::dup(0);
  ::close(before);
  for (int number = 0; number < 100; ++number) backup.add_subfolder("d" + std::to_string(number));
  const int after = ::dup(0);
  ::close(after);
  EXPECT_EQ(after, before);
}

}  // namespace
}  // namespace mongokeep::archive
