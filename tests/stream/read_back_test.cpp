#include "stream/read_back.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "base/directory.h"
#include "base/file.h"
#include "mongokeep/error.h"
#include "support/temp_dir.h"

namespace mongokeep::stream {
namespace {

/// A file that grows, with a reader behind it.
class ReadBackTest : public testing::Test {
 protected:
  /// Bytes that are nowhere the same as a page before.
  static std::string bytes(std::size_t size) {
    std::string text(size, '\0');
    std::uint32_t state = 1;
    for (char& byte : text) byte = static_cast<char>((state = state * 1664525U + 1013904223U) >> 24U);
    return text;
  }
  void write(ReadBack& read_back, const std::string& text, std::size_t step) const {
    for (std::size_t at = 0; at < text.size(); at += step) {
      const std::string part = text.substr(at, step);
      write_all(file_.get(), part, "grown");
      read_back.follow(at + part.size());
    }
  }

  test::TempDir temp_;
  Directory folder_ = Directory::open(temp_.path());
  UniqueFd file_ = folder_.create_file("grown");
};

TEST_F(ReadBackTest, GivesAllWholePieces) {
  const std::string text = bytes(3 * ReadBack::piece + 12345);
  ReadBack read_back(file_.get(), "grown");
  write(read_back, text, 1000003);
  const Checksum found = read_back.finish();
  EXPECT_TRUE(found.is(3 * ReadBack::piece, checksum_text(std::string_view(text).substr(0, 3 * ReadBack::piece))));
}

TEST_F(ReadBackTest, TakesWhatTheFileHasAndNotWhatWasMeant) {
  std::string text = bytes(ReadBack::piece);
  ReadBack read_back(file_.get(), "grown");
  write_all(file_.get(), text, "grown");
  ASSERT_EQ(::pwrite(file_.get(), "!", 1, 4711), 1);
  read_back.follow(text.size());
  EXPECT_NE(text.at(4711), '!');
  text.at(4711) = '!';
  EXPECT_TRUE(read_back.finish().is(text.size(), checksum_text(text)));
}

TEST_F(ReadBackTest, LeavesAShortFileToItsEnd) {
  for (const std::size_t size : {std::size_t{0}, ReadBack::piece - 1}) {
    ReadBack read_back(file_.get(), "grown");
    read_back.follow(size);
    EXPECT_EQ(read_back.finish().size(), 0U);
  }
}

TEST_F(ReadBackTest, IsGivenUpAtAnyTime) {
  ReadBack read_back(file_.get(), "grown");
  write(read_back, bytes(2 * ReadBack::piece), ReadBack::piece);
}

TEST_F(ReadBackTest, TellsOfADiskThatRefuses) {
  // A file that may not be read, in the place of a disk that does not give it back.
  UniqueFd closed_to_reading(::open((temp_.path() / "grown").c_str(), O_WRONLY | O_CLOEXEC));
  ReadBack read_back(closed_to_reading.get(), "grown");
  write(read_back, bytes(ReadBack::piece), ReadBack::piece);
  EXPECT_THROW(read_back.finish(), Error);
}

}  // namespace
}  // namespace mongokeep::stream
