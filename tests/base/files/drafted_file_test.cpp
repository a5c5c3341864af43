#include "base/files/drafted_file.h"

#include <gmock/gmock.h>

#include <functional>

#include "base/files/file.h"
#include "mongokeep/error.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class DraftedFileTest : public testing::Test {
 protected:
  static ErrorKind kind_of_error(const std::function<void()>& action) {
    try {
      action();
    } catch (const Error& error) {
      return error.kind();
    }
    ADD_FAILURE() << "no error";
    return ErrorKind::usage;
  }

  test::TempDir temp_;
  Directory folder_ = Directory::open(temp_.path());
};

TEST_F(DraftedFileTest, HasAHiddenNameUntilItIsPublished) {
  {
    DraftedFile file(folder_, "a.key");
    write_all(file.descriptor(), "x", "x");
    EXPECT_THAT(test::names_in(temp_.path()), ElementsAre(".a.key.mongokeep.part"));
    file.publish();
  }
  EXPECT_THAT(test::names_in(temp_.path()), ElementsAre("a.key"));
  EXPECT_EQ(test::read_file(temp_.path() / "a.key"), "x");
}

TEST_F(DraftedFileTest, GoesWithItsObject) {
  { const DraftedFile file(folder_, "a.key"); }
  EXPECT_THAT(test::names_in(temp_.path()), IsEmpty());
}

TEST_F(DraftedFileTest, OverwritesNothing) {
  test::write_file(temp_.path() / "a.key", "old");
  {
    DraftedFile file(folder_, "a.key");
    EXPECT_EQ(kind_of_error([&] { file.publish(); }), ErrorKind::storage);
  }
  EXPECT_THAT(test::names_in(temp_.path()), ElementsAre("a.key"));
  EXPECT_EQ(test::read_file(temp_.path() / "a.key"), "old");
}

TEST_F(DraftedFileTest, RemovesWhatADeadProcessLeft) {
  test::write_file(temp_.path() / ".a.key.mongokeep.part", "torn");
  DraftedFile file(folder_, "a.key");
  file.publish();
  EXPECT_THAT(test::names_in(temp_.path()), ElementsAre("a.key"));
  EXPECT_THAT(test::read_file(temp_.path() / "a.key"), IsEmpty());
}

TEST_F(DraftedFileTest, IsOfOneProcessAtATime) {
  const DraftedFile file(folder_, "a.key");
  EXPECT_EQ(kind_of_error([&] { const DraftedFile second(folder_, "a.key"); }), ErrorKind::locked);
  EXPECT_THAT(test::names_in(temp_.path()), ElementsAre(".a.key.mongokeep.part")) << "that of the first one stays";
}

TEST_F(DraftedFileTest, LeavesAloneWhatIsNoFile) {
  std::filesystem::create_directory(temp_.path() / ".a.key.mongokeep.part");
  EXPECT_EQ(kind_of_error([&] { const DraftedFile file(folder_, "a.key"); }), ErrorKind::storage);
  EXPECT_TRUE(std::filesystem::exists(temp_.path() / ".a.key.mongokeep.part"));
}

TEST_F(DraftedFileTest, MayHaveTheLongestNames) {
  std::string name;
  while (name.size() + 3 <= 255) name += "\u20AC";
  DraftedFile file(folder_, name);
  file.publish();
  EXPECT_THAT(test::names_in(temp_.path()), ElementsAre(name));
}

}  // namespace
}  // namespace mongokeep
