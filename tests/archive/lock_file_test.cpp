#include "archive/lock_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep::archive {
namespace {

TEST(LockFile, IsSeenInOtherHandsWithoutBeingTouched) {
  const test::TempDir temp;
  const Directory folder = Directory::open(temp.path());
  const Error held(ErrorKind::locked, "use", "it", "it is held");
  EXPECT_EQ(holder_of_lock(folder, ".lock"), std::nullopt);
  EXPECT_TRUE(test::names_in(temp.path()).empty()) << "looking makes nothing";
  {
    const UniqueFd lock = take_lock(folder, ".lock", held);
    EXPECT_EQ(holder_of_lock(folder, ".lock"), ::getpid());
    EXPECT_EQ(holder_of_lock(folder, ".other"), std::nullopt);
  }
  EXPECT_EQ(holder_of_lock(folder, ".lock"), std::nullopt);
}

TEST(LockFile, IsNoStandardStreamOfAnApplicationThatHasClosedThem) {
  const test::TempDir temp;
  const Directory folder = Directory::open(temp.path());
  const UniqueFd kept(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  ::close(STDIN_FILENO);
  const UniqueFd lock = take_lock(folder, ".lock", Error(ErrorKind::locked, "use", "it", "it is held"));
  const bool is_free = ::fcntl(STDIN_FILENO, F_GETFD) == -1;
  if (kept) ::dup2(kept.get(), STDIN_FILENO);
  EXPECT_TRUE(is_free);
  EXPECT_GT(lock.get(), STDERR_FILENO);
}

TEST(LockFile, IsNoFileThatSomebodyElseHasPutThere) {
  const test::TempDir temp;
  const Directory folder = Directory::open(temp.path());
  const Error held(ErrorKind::locked, "use", "it", "it is held");
  const auto refusal = [&] {
    try {
      take_lock(folder, ".lock", held);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::storage);
      return error.cause();
    }
    return std::string();
  };
  test::write_file(temp.path() / "others", "theirs");
  std::filesystem::permissions(temp.path() / "others", std::filesystem::perms(0644));
  std::filesystem::create_hard_link(temp.path() / "others", temp.path() / ".lock");
  EXPECT_THAT(refusal(), testing::HasSubstr("hard link"));
  EXPECT_EQ(test::mode_of(temp.path() / "others"), 0644U) << "it is not ours to change";
  std::filesystem::remove(temp.path() / ".lock");
  ASSERT_EQ(::mkfifo((temp.path() / ".lock").c_str(), 0644), 0);
  EXPECT_THAT(refusal(), testing::HasSubstr("not a regular file"));
  EXPECT_EQ(test::mode_of(temp.path() / ".lock"), 0644U);
  std::filesystem::remove(temp.path() / ".lock");
  std::filesystem::create_symlink("others", temp.path() / ".lock");
  EXPECT_THAT(refusal(), testing::HasSubstr("symbolic link"));
  std::filesystem::remove(temp.path() / ".lock");
  std::filesystem::create_directory(temp.path() / ".lock");
  EXPECT_THAT(refusal(), testing::HasSubstr("folder"));
  std::filesystem::remove(temp.path() / ".lock");
  test::write_file(temp.path() / ".lock", "");
  std::filesystem::permissions(temp.path() / ".lock", std::filesystem::perms(0640));
  EXPECT_EQ(refusal(), "");
  EXPECT_EQ(test::mode_of(temp.path() / ".lock"), 0640U) << "made by somebody, for whoever shall use it";
}

}  // namespace
}  // namespace mongokeep::archive
