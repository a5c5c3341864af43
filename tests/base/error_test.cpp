#include "mongokeep/error.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace mongokeep {
namespace {

TEST(Error, SaysWhatFailedOnWhatWhyAndWhatToDo) {
  const Error error(ErrorKind::server, "read the collection", "shop.users", "not authorized", "Grant the role `read`");
  EXPECT_STREQ(error.what(), "cannot read the collection shop.users: not authorized. Grant the role `read`");
}

TEST(Error, LeavesOutWhatThereIsNot) {
  EXPECT_STREQ(Error(ErrorKind::stopped, "finish the run", "", "it was stopped").what(),
               "cannot finish the run: it was stopped");
}

TEST(Error, OfTheFileSystemHasTheSystemsText) {
  EXPECT_STREQ(storage_error("open", "/x", ENOENT).what(), "cannot open /x: No such file or directory");
  EXPECT_EQ(storage_error("open", "/x", ENOENT).kind(), ErrorKind::storage);
}

}  // namespace
}  // namespace mongokeep
