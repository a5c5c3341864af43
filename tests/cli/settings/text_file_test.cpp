#include "cli/settings/text_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "base/files/file.h"
#include "base/files/unique_fd.h"
#include "cli/error_text.h"

namespace mongokeep::cli {
namespace {

TextFile file(const std::string& path, std::size_t longest = 100) {
  return {.path = path, .longest = longest, .operation = "read the text", .subject = path};
}

std::string error_in(const TextFile& file) {
  return error_of(ErrorKind::configuration, [&] { read_text_file(file); });
}

TEST(TextFile, IsReadWhole) {
  const std::string path = ::testing::TempDir() + "mongokeep-text-file";
  std::ofstream(path) << "a\nb";
  EXPECT_EQ(read_text_file(file(path)), "a\nb");
  EXPECT_EQ(read_text_file(file(path, 3)), "a\nb");
  EXPECT_EQ(error_in(file(path, 2)), "cannot read the text " + path + ": it is longer than 2 bytes");
  ::unlink(path.c_str());
}

TEST(TextFile, MayBeAPipe) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const UniqueFd reading(ends[0]);
  {
    const UniqueFd writing(ends[1]);
    write_all(writing.get(), "root = \"a\"\n", "the pipe");
  }
  EXPECT_EQ(read_text_file(file("/dev/fd/" + std::to_string(reading.get()))), "root = \"a\"\n");
}

TEST(TextFile, SaysWhyItCannotBeRead) {
  EXPECT_EQ(error_in(file("/nonexistent/a")), "cannot read the text /nonexistent/a: No such file or directory");
  EXPECT_EQ(error_in(file("/")), "cannot read the text /: it is a folder, not a file");
  // A process's own memory, of which the first page is never there.
  EXPECT_EQ(error_of(ErrorKind::storage, [] { read_text_file(file("/proc/self/mem")); }),
            "cannot read the text /proc/self/mem: Input/output error")
      << "no mistake in the settings";
}

}  // namespace
}  // namespace mongokeep::cli
