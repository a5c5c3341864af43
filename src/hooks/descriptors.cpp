#include "hooks/descriptors.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "base/files/file.h"
#include "base/files/standard_streams.h"
#include "mongokeep/error.h"

namespace mongokeep::hooks {

namespace {

[[noreturn]] void fail(const char* operation) {
  throw storage_error(operation, "a hook's command", errno);
}

}  // namespace

UniqueFd memory_file(const std::string& bytes) {
  UniqueFd file(::memfd_create("mongokeep-report", MFD_CLOEXEC));
  if (!file) fail("create the input of");
  write_all(file.get(), bytes, "the input of a hook's command");
  if (::lseek(file.get(), 0, SEEK_SET) != 0) fail("create the input of");
  return above_standard_streams(std::move(file));
}

Pipe open_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("open a pipe to");
  UniqueFd reading(ends[0]);
  UniqueFd writing(ends[1]);
  // This end only: the child's, another open file, goes on to block as programs expect.
  if (::fcntl(reading.get(), F_SETFL, O_NONBLOCK) != 0) fail("open a pipe to");
  return {above_standard_streams(std::move(reading)), above_standard_streams(std::move(writing))};
}

}  // namespace mongokeep::hooks
