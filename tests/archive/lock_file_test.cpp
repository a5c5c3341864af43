#include "archive/lock_file.h"

#include <gtest/gtest.h>
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

}  // namespace
}  // namespace mongokeep::archive
