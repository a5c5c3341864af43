#include "base/files/tree_removal.h"

#include <gtest/gtest.h>

#include "base/files/directory.h"
#include "support/files.h"
#include "support/nested_folders.h"
#include "support/process_limits.h"
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
  const Directory tree = Directory::open(temp.path() / "tree");
  EXPECT_TRUE(test::works_with_descriptors(static_cast<rlim_t>(tree.descriptor()) + 2, [&] {
    remove_contents(tree.descriptor(), tree.path().string());
    return true;
  }));
  EXPECT_TRUE(fs::is_empty(temp.path() / "tree"));
}

TEST(TreeRemoval, GoesAsDeepAsFoldersDo) {
  const test::TempDir temp;
  const Directory top = Directory::open(temp.path());
  test::nest_folders(temp.path(), 5000);
  remove_contents(top.descriptor(), top.path().string());
  EXPECT_TRUE(fs::is_empty(temp.path()));
}

}  // namespace
}  // namespace mongokeep
