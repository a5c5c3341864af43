#include "process/output_pipe.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "mongokeep/error.h"

namespace mongokeep::process {

std::size_t OutputPipe::read(std::span<char> room) {
  if (is_over() || room.empty()) return 0;
  ssize_t got = -1;
  do {
    got = ::read(reading_.get(), room.data(), std::min(room.size(), left_));
  } while (got < 0 && errno == EINTR);
  if (got < 0 && errno == EAGAIN) return 0;
  if (got < 0) throw storage_error("read the output of", name_, errno);
  if (got == 0) left_ = 0;
  if (left_ != std::numeric_limits<std::size_t>::max()) left_ -= static_cast<std::size_t>(got);
  return static_cast<std::size_t>(got);
}

void OutputPipe::end_with_what_is_there() {
  if (is_over()) return;
  int there = 0;
  if (::ioctl(reading_.get(), FIONREAD, &there) != 0) throw storage_error("read the output of", name_, errno);
  left_ = static_cast<std::size_t>(there);
}

}  // namespace mongokeep::process
