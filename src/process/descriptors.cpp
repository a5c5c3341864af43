#include "process/descriptors.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "base/files/file.h"
#include "base/files/standard_streams.h"
#include "mongokeep/error.h"

namespace mongokeep::process {

namespace {

[[noreturn]] void fail(const char* operation, const std::string& name) {
  throw storage_error(operation, name, errno);
}

}  // namespace

UniqueFd memory_file(const std::string& bytes, const std::string& name) {
  UniqueFd file(::memfd_create("mongokeep-input", MFD_CLOEXEC));
  if (!file) fail("create the input of", name);
  write_all(file.get(), bytes, "the input of " + name);
  if (::lseek(file.get(), 0, SEEK_SET) != 0) fail("create the input of", name);
  return above_standard_streams(std::move(file));
}

Pipe open_pipe(const std::string& name) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("open a pipe to", name);
  UniqueFd reading(ends[0]);
  UniqueFd writing(ends[1]);
  // This end only: the child's, another open file, goes on to block as programs expect.
  if (::fcntl(reading.get(), F_SETFL, O_NONBLOCK) != 0) fail("open a pipe to", name);
  return {above_standard_streams(std::move(reading)), above_standard_streams(std::move(writing))};
}

}  // namespace mongokeep::process
