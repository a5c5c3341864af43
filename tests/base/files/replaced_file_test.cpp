#include "base/files/replaced_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "mongokeep/error.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep {
namespace {

using testing::ElementsAre;

TEST(ReplacedFile, IsMadePrivateAndReplaced) {
  const test::TempDir temp;
  const Directory folder = Directory::open(temp.path());
  replace_file(folder, "record", "one");
  EXPECT_EQ(test::read_file(temp.path() / "record"), "one");
  replace_file(folder, "record", "two");
  EXPECT_EQ(test::read_file(temp.path() / "record"), "two");
  EXPECT_EQ(folder.facts("record")->st_mode & 0777U, 0600U);
  EXPECT_THAT(folder.names(), ElementsAre("record"));
}

TEST(ReplacedFile, IsNotHinderedByWhatADeadProcessLeft) {
  const test::TempDir temp;
  const Directory folder = Directory::open(temp.path());
  test::write_file(temp.path() / "record", "old");
  test::write_file(temp.path() / "record.new", "ha");
  replace_file(folder, "record", "new");
  EXPECT_EQ(test::read_file(temp.path() / "record"), "new");
  EXPECT_THAT(folder.names(), ElementsAre("record"));
}

TEST(ReplacedFile, ReplacesALinkAndNotWhatItPointsTo) {
  const test::TempDir temp;
  const Directory folder = Directory::open(temp.path());
  test::write_file(temp.path() / "other", "mine");
  std::filesystem::create_symlink("other", temp.path() / "record");
  replace_file(folder, "record", "new");
  EXPECT_EQ(test::read_file(temp.path() / "other"), "mine");
  EXPECT_EQ(test::read_file(temp.path() / "record"), "new");
}

TEST(ReplacedFile, ThatCannotBeReplacedIsAnErrorAndStays) {
  const test::TempDir temp;
  const Directory folder = Directory::open(temp.path());
  std::filesystem::create_directory(temp.path() / "record");
  EXPECT_THROW(replace_file(folder, "record", "new"), Error);
  EXPECT_TRUE(folder.is_directory("record"));
}

}  // namespace
}  // namespace mongokeep
