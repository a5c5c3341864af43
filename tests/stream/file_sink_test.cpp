#include "stream/file_sink.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/files/directory.h"
#include "mongokeep/error.h"
#include "stream/checksum_sink.h"
#include "stream/file_source.h"
#include "support/files.h"
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
  static void write(FileSink& sink, const std::string& text, std::size_t step) {
    for (std::size_t at = 0; at < text.size(); at += step) sink.write(std::string_view(text).substr(at, step));
  }

  test::TempDir temp_;
  Directory folder_ = Directory::open(temp_.path());
  UniqueFd file_ = folder_.create_file("grown");
};

TEST_F(ReadBackTest, GivesAllWholePieces) {
  const std::string text = bytes(3 * FileSink::piece + 12345);
  FileSink sink(file_.get(), "grown");
  write(sink, text, 1000003);
  const Checksum found = sink.take_read_back();
  EXPECT_TRUE(found.is(3 * FileSink::piece, checksum_text(std::string_view(text).substr(0, 3 * FileSink::piece))));
}

TEST_F(ReadBackTest, TakesWhatTheFileHasAndNotWhatWasMeant) {
  std::string text = bytes(FileSink::piece);
  FileSink sink(file_.get(), "grown");
  sink.write(std::string_view(text).substr(1));
  ASSERT_EQ(::pwrite(file_.get(), "!", 1, 4711), 1);
  sink.write(std::string_view(text).substr(0, 1));
  text = text.substr(1) + text.front();
  EXPECT_NE(text.at(4711), '!');
  text.at(4711) = '!';
  EXPECT_TRUE(sink.take_read_back().is(text.size(), checksum_text(text)));
}

TEST_F(ReadBackTest, LeavesAShortFileToItsEnd) {
  for (const std::size_t size : {std::size_t{0}, FileSink::piece - 1}) {
    FileSink sink(file_.get(), "grown");
    sink.write(bytes(size));
    EXPECT_EQ(sink.take_read_back().size(), 0U);
  }
}

TEST_F(ReadBackTest, IsGivenUpAtAnyTime) {
  FileSink sink(file_.get(), "grown");
  write(sink, bytes(2 * FileSink::piece), FileSink::piece);
}

TEST_F(ReadBackTest, TellsOfADiskThatRefuses) {
  // A file that may not be read, in the place of a disk that does not give it back.
  UniqueFd closed_to_reading(::open((temp_.path() / "grown").c_str(), O_WRONLY | O_CLOEXEC));
  FileSink sink(closed_to_reading.get(), "grown");
  write(sink, bytes(FileSink::piece), FileSink::piece);
  EXPECT_THROW(sink.take_read_back(), Error);
}

TEST(FileSink, WritesWhatItGetsAndSourceReadsItBack) {
  const test::TempDir temp;
  const Directory folder = Directory::open(temp.path());
  const UniqueFd file = folder.create_file("f");
  Checksum checksum;
  FileSink to_disk(file.get(), "f");
  ChecksumSink sink(checksum, to_disk);
  sink.write("hello ");
  sink.write("");
  sink.write("world");
  sink.finish();
  EXPECT_EQ(test::read_file(temp.path() / "f"), "hello world");
  EXPECT_EQ(checksum.size(), 11U);

  const UniqueFd again = folder.open_file("f");
  FileSource source(again.get(), "f", FileSource::From::disk);
  std::vector<char> room(4);
  std::string read;
  while (const std::size_t got = source.read(room)) read.append(room.data(), got);
  EXPECT_EQ(read, "hello world");
}

}  // namespace
}  // namespace mongokeep::stream
