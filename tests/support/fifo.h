#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "base/files/unique_fd.h"
#include "support/temp_dir.h"

namespace mongokeep::test {

/// A named pipe through which a command tells how far it is, and, by its end, that whoever held it has ended.
/// Throws std::runtime_error after a minute without news.
class Fifo {
 public:
  Fifo() {
    if (::mkfifo(path().c_str(), 0600) != 0) throw std::runtime_error("cannot make a named pipe");
    reading_ = UniqueFd(::open(path().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  }

  std::string path() const { return (folder_.path() / "fifo").string(); }

  /// The next line, without its line feed.
  std::string read_line() {
    std::string line;
    for (char c = 0; (c = next()) != '\n';) {
      if (c == '\0') throw std::runtime_error("the named pipe has ended");
      line += c;
    }
    return line;
  }

  /// Waits until all who had it open for writing, one at least, have ended.
  void await_end() {
    while (next() != '\0') {
    }
  }

 private:
  /// NUL at the end.
  char next() {
    for (;;) {
      pollfd watched{reading_.get(), POLLIN, 0};
      const int ready = ::poll(&watched, 1, 60000);
      if (ready == 0) throw std::runtime_error("nothing comes through the named pipe");
      char c = 0;
      const ssize_t got = ready < 0 ? -1 : ::read(reading_.get(), &c, 1);
      if (got == 1) return c;
      if (got == 0) return '\0';
      if (errno != EINTR && errno != EAGAIN) throw std::runtime_error("cannot read the named pipe");
    }
  }

  TempDir folder_;
  UniqueFd reading_;
};

}  // namespace mongokeep::test
