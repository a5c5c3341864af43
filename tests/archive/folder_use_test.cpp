#include "archive/folder_use.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>

#include "mongokeep/error.h"
#include "support/temp_dir.h"

namespace mongokeep::archive {
namespace {

/// A folder, opened as several programs would.
class FolderUse : public testing::Test {
 protected:
  Directory opened() const { return Directory::open(temp_.path()); }

  test::TempDir temp_;
};

TEST_F(FolderUse, LetsManyReadAndNobodyRemove) {
  const Directory one = opened();
  const Directory other = opened();
  hold_for_reading(one);
  hold_for_reading(other);
  EXPECT_FALSE(try_hold_for_removal(opened()));
}

TEST_F(FolderUse, EndsWithTheLastReader) {
  std::optional<Directory> one = opened();
  std::optional<Directory> other = opened();
  hold_for_reading(*one);
  hold_for_reading(*other);
  one.reset();
  EXPECT_FALSE(try_hold_for_removal(opened()));
  other.reset();
  EXPECT_TRUE(try_hold_for_removal(opened()));
}

TEST_F(FolderUse, StaysWithAFolderThatIsMoved) {
  std::optional<Directory> moved;
  {
    Directory reader = opened();
    hold_for_reading(reader);
    moved.emplace(std::move(reader));
  }
  EXPECT_FALSE(try_hold_for_removal(opened()));
}

TEST_F(FolderUse, LetsNobodyReadWhatIsBeingRemoved) {
  const Directory remover = opened();
  ASSERT_TRUE(try_hold_for_removal(remover));
  try {
    hold_for_reading(opened());
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::locked);
    EXPECT_EQ(error.cause(), "a clean-up is removing it");
  }
  EXPECT_FALSE(try_hold_for_removal(opened())) << "by somebody else";
}

TEST_F(FolderUse, GoesByTheFolderAndNotByItsName) {
  std::filesystem::create_directory(temp_.path() / "20th_Feb_2024");
  const Directory reader = Directory::open(temp_.path() / "20th_Feb_2024");
  hold_for_reading(reader);
  std::filesystem::rename(temp_.path() / "20th_Feb_2024", temp_.path() / "renamed");
  std::filesystem::create_directory(temp_.path() / "20th_Feb_2024");
  EXPECT_TRUE(try_hold_for_removal(Directory::open(temp_.path() / "20th_Feb_2024")));
  EXPECT_FALSE(try_hold_for_removal(Directory::open(temp_.path() / "renamed")));
}

TEST_F(FolderUse, IsRefusedWhereACleanUpHasRenamedItMeanwhile) {
  const std::filesystem::path folder = temp_.path() / "20th_Feb_2024";
  std::filesystem::create_directory(folder);
  const Directory reader = Directory::open(folder);
  std::filesystem::rename(folder, temp_.path() / ".deleting-20th_Feb_2024");
  try {
    hold_for_reading(reader);
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::locked);
  }
  std::filesystem::create_directory(folder);
  EXPECT_THROW(hold_for_reading(reader), Error) << "another one has the name";
}

}  // namespace
}  // namespace mongokeep::archive
