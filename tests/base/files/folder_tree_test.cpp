#include "base/files/folder_tree.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "mongokeep/error.h"
#include "support/files.h"
#include "support/nested_folders.h"
#include "support/process_limits.h"
#include "support/temp_dir.h"

namespace mongokeep {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

std::size_t entries_in(const Directory& folder) {
  std::size_t count = 0;
  walk_tree(folder, [&](const std::string&, const struct stat&) { ++count; });
  return count;
}

TEST(FolderTree, IsWalkedWithWhatLiesInIt) {
  const test::TempDir temp;
  fs::create_directories(temp.path() / "a" / "b");
  test::write_file(temp.path() / "a" / "b" / "file", "12345");
  fs::create_directory_symlink("/", temp.path() / "a" / "link");
  ASSERT_EQ(::mkfifo((temp.path() / "pipe").c_str(), 0600), 0);
  std::vector<std::string> found;
  walk_tree(Directory::open(temp.path()), [&](const std::string& path, const struct stat& facts) {
    found.push_back(path + (S_ISREG(facts.st_mode) ? " " + std::to_string(facts.st_size) : ""));
  });
  std::sort(found.begin(), found.end());
  EXPECT_THAT(found, ElementsAre("a", "a/b", "a/b/file 5", "a/link", "pipe"));
}

TEST(FolderTree, IsWalkedAndRemovedToItsBound) {
  const test::TempDir temp;
  const Directory root = Directory::open(temp.path());
  test::nest_folders(root.create_child("tree").path(), deepest_folder, std::string(255, 'x'), "file");
  EXPECT_EQ(entries_in(root.open_child("tree")), 2 * deepest_folder);
  EXPECT_TRUE(test::works_with_descriptors(16, [&] {
    root.remove_tree("tree");
    return !root.has("tree");
  }));
}

TEST(FolderTree, DeeperThanItsBoundIsRefusedAndRemoved) {
  const test::TempDir temp;
  const Directory root = Directory::open(temp.path());
  for (const std::size_t depth : {deepest_folder + 1, std::size_t{3'000}}) {
    test::nest_folders(root.create_child("tree").path(), depth, "d", "file");
    const auto says_so = [](const std::string& text) {
      return text.find("folders are nested more than 250 levels deep in it") != std::string::npos;
    };
    EXPECT_TRUE(test::fits_into(32 * test::mebibyte,
                                [&] { return says_so(refusal([&] { entries_in(root.open_child("tree")); })); }));
    EXPECT_TRUE(test::works_with_descriptors(16, [&] {
      root.remove_tree("tree");
      return !root.has("tree");
    })) << "but removed";
  }
}

TEST(FolderTree, WantOfDescriptorsIsSaid) {
  const test::TempDir temp;
  test::nest_folders(temp.path(), 100);
  EXPECT_TRUE(test::works_with_descriptors(40, [&] {
    return refusal([&] { entries_in(Directory::open(temp.path())); }).find("Too many open files") != std::string::npos;
  }));
}

TEST(FolderTree, OfManyEntriesTakesNoMemoryForThem) {
  const test::TempDir temp;
  const Directory root = Directory::open(temp.path());
  const Directory tree = root.create_child("tree");
  constexpr std::size_t many = 60'000;
  for (std::size_t number = 0; number < many; ++number) {
    const std::string name = std::to_string(number) + std::string(100, 'n');
    ASSERT_EQ(number % 100 == 0 ? ::mkdirat(tree.descriptor(), name.c_str(), 0700)
                                : ::symlinkat("x", tree.descriptor(), name.c_str()),
              0);
  }
  EXPECT_TRUE(test::fits_into(test::mebibyte, [&] { return entries_in(tree) == many; }));
  EXPECT_TRUE(test::fits_into(test::mebibyte, [&] {
    root.remove_tree("tree");
    return !root.has("tree");
  }));
}

TEST(FolderTree, ThatIsNoneIsNotRemoved) {
  const test::TempDir temp;
  const Directory root = Directory::open(temp.path());
  EXPECT_THAT(refusal([&] { root.remove_tree("none"); }), HasSubstr("No such file"));
  test::write_file(temp.path() / "file", "x");
  EXPECT_THAT(refusal([&] { root.remove_tree("file"); }), HasSubstr("not a folder"));
  EXPECT_TRUE(root.has("file"));
}

}  // namespace
}  // namespace mongokeep
