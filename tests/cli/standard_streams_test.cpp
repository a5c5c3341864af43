#include "cli/standard_streams.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <set>

namespace mongokeep::cli {
namespace {

constexpr std::array streams = {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO};

struct stat facts_of(int descriptor) {
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0) facts = {};
  return facts;
}

bool is_same(const struct stat& one, const struct stat& other) {
  return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/// Whether, in a process that has closed these, they are /dev/null afterwards, and the others what they were.
bool are_replaced(const std::set<int>& closed) {
  struct stat null {};
  if (::stat("/dev/null", &null) != 0) return false;
  const pid_t child = ::fork();
  if (child == 0) {
    std::array<struct stat, streams.size()> wanted{};
    for (const int stream : streams) wanted.at(static_cast<std::size_t>(stream)) = facts_of(stream);
    for (const int stream : closed) {
      wanted.at(static_cast<std::size_t>(stream)) = null;
      ::close(stream);
    }
    open_standard_streams();
    const bool is_well = std::all_of(streams.begin(), streams.end(), [&](int stream) {
      return is_same(facts_of(stream), wanted.at(static_cast<std::size_t>(stream)));
    });
    ::_exit(is_well ? 0 : 1);
  }
  int status = 0;
  return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(StandardStreams, ThatAreClosedBecomeDevNullAndTheOthersStay) {
  EXPECT_TRUE(are_replaced({}));
  EXPECT_TRUE(are_replaced({STDIN_FILENO}));
  EXPECT_TRUE(are_replaced({STDERR_FILENO}));
  EXPECT_TRUE(are_replaced({STDIN_FILENO, STDERR_FILENO}));
  EXPECT_TRUE(are_replaced({STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}));
}

}  // namespace
}  // namespace mongokeep::cli
