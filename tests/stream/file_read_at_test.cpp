#include "stream/file_read_at.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "base/files/directory.h"
#include "mongokeep/error.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep::stream {
namespace {

class FileReadAtTest : public testing::Test {
 protected:
  FileReadAtTest() { test::write_file(temp_.path() / "f", "hello world"); }

  static std::string read(const FileReadAt& file, std::uint64_t offset, std::size_t size) {
    std::string text(size, '?');
    file.read_at(offset, text);
    return text;
  }

  test::TempDir temp_;
};

TEST_F(FileReadAtTest, GivesAnyPartOfTheFile) {
  const UniqueFd descriptor = Directory::open(temp_.path()).open_file("f");
  const FileReadAt file(descriptor.get(), "f");
  EXPECT_EQ(file.size(), 11U);
  EXPECT_EQ(read(file, 0, 11), "hello world");
  EXPECT_EQ(read(file, 6, 3), "wor");
  EXPECT_EQ(read(file, 11, 0), "");
}

TEST_F(FileReadAtTest, SaysThatTheFileBecameShorter) {
  const UniqueFd descriptor = Directory::open(temp_.path()).open_file("f");
  const FileReadAt file(descriptor.get(), "f");
  std::filesystem::resize_file(temp_.path() / "f", 5);
  EXPECT_EQ(read(file, 0, 5), "hello");
  try {
    read(file, 0, 11);
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::damaged);
    EXPECT_EQ(error.subject(), "f");
  }
}

TEST_F(FileReadAtTest, TellsOfADescriptorThatIsNone) {
  EXPECT_THROW(FileReadAt(-1, "f"), Error);
}

}  // namespace
}  // namespace mongokeep::stream
