#include "archive/pending_backup.h"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <fstream>

#include "archive/root.h"
#include "support/files.h"
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

/// Takes all the memory that there is, in pieces down to the smallest.
void exhaust_memory() {
  struct rlimit limit {};
  if (::getrlimit(RLIMIT_AS, &limit) != 0) ::_exit(2);
  std::ifstream("/proc/self/statm") >> limit.rlim_cur;
  limit.rlim_cur *= static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
  if (::setrlimit(RLIMIT_AS, &limit) != 0) ::_exit(2);
  for (std::size_t size = std::size_t{1} << 20U; size >= 8; size /= 2) {
    while (::malloc(size) != nullptr) {
    }
  }
}

TEST(PendingBackup, LeavesNothingWhereThereIsNoMemoryLeft) {
  const test::TempDir temp;
  const pid_t child = ::fork();
  if (child == 0) {
    const LockedRoot root = LockedRoot::open(temp.path());
    {
      PendingBackup backup(root, root.free_name(std::chrono::system_clock::time_point(), "UTC"));
      backup.add_subfolder("a_database_with_a_long_name").with([](const Directory& folder) {
        folder.create_file("a_collection_with_a_long_name.json");
      });
      exhaust_memory();
    }
    ::_exit(0);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_THAT(test::names_in(temp.path()), testing::ElementsAre(".lock"));
}

}  // namespace
}  // namespace mongokeep::archive
