#include "base/tree_removal.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/directory.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep {
namespace {

namespace fs = std::filesystem;

TEST(TreeRemoval, TakesFilesAndFoldersAndNotWhatLinksLeadTo) {
  const test::TempDir temp;
  fs::create_directories(temp.path() / "tree" / "a" / "b" / "c");
  fs::create_directories(temp.path() / "outside");
  test::write_file(temp.path() / "outside" / "precious", "x");
  for (const char* place : {"tree", "tree/a", "tree/a/b", "tree/a/b/c"}) {
    for (int number = 0; number < 50; ++number) {
      test::write_file(temp.path() / place / ("f" + std::to_string(number)), "x");
    }
    fs::create_directory_symlink(temp.path() / "outside", temp.path() / place / "link");
    fs::create_directory(temp.path() / place / "empty");
  }
  const Directory tree = Directory::open(temp.path() / "tree");
  remove_contents(tree.descriptor(), tree.path().string());
  EXPECT_TRUE(fs::is_empty(temp.path() / "tree"));
  EXPECT_TRUE(fs::exists(temp.path() / "outside" / "precious"));
}

TEST(TreeRemoval, NeedsOneDescriptorForTheFoldersInIt) {
  const test::TempDir temp;
  fs::create_directories(temp.path() / "tree" / "shop");
  fs::create_directories(temp.path() / "tree" / "school");
  test::write_file(temp.path() / "tree" / "shop" / "users.json", "x");
  test::write_file(temp.path() / "tree" / "school" / "users.json", "x");
  const pid_t child = ::fork();
  if (child == 0) {
    const Directory tree = Directory::open(temp.path() / "tree");
    const rlimit limit{static_cast<rlim_t>(tree.descriptor()) + 2, static_cast<rlim_t>(tree.descriptor()) + 2};
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) ::_exit(2);
    try {
      remove_contents(tree.descriptor(), tree.path().string());
    } catch (const std::exception&) {
      ::_exit(1);
    }
    ::_exit(0);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_TRUE(fs::is_empty(temp.path() / "tree"));
}

TEST(TreeRemoval, GoesAsDeepAsFoldersDo) {
  const test::TempDir temp;
  const Directory top = Directory::open(temp.path());
  UniqueFd deepest(::openat(top.descriptor(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (int depth = 0; depth < 5000; ++depth) {
    ASSERT_EQ(::mkdirat(deepest.get(), "d", 0700), 0);
    deepest = UniqueFd(::openat(deepest.get(), "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    ASSERT_TRUE(deepest);
  }
  remove_contents(top.descriptor(), top.path().string());
  EXPECT_TRUE(fs::is_empty(temp.path()));
}

}  // namespace
}  // namespace mongokeep
