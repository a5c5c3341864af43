#include "support/terminal_pair.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mount.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

#include "support/temp_dir.h"

namespace mongokeep::test {
namespace {

constexpr int open_flags = O_RDWR | O_NOCTTY | O_CLOEXEC;

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error("cannot " + what + ": " + std::strerror(errno));
}

/// The pair of a side that is open. Its other side is asked of the kernel, since it may have no path here.
TerminalPair pair_of(UniqueFd ours) {
  const int unlocked = 0;
  const winsize size{.ws_row = 40, .ws_col = 120, .ws_xpixel = 0, .ws_ypixel = 0};
  if (::ioctl(ours.get(), TIOCSPTLCK, &unlocked) != 0) fail("unlock a terminal");
  UniqueFd programs(::ioctl(ours.get(), TIOCGPTPEER, open_flags));
  if (!programs) fail("open a terminal's other side");
  if (::ioctl(programs.get(), TIOCSWINSZ, &size) != 0) fail("size a terminal");
  return {std::move(ours), std::move(programs)};
}

/// A clean root made for a test may have no /dev/pts: one of our own stands in for as long as it takes to open a side.
TerminalPair pair_of_own_mount() {
  const TempDir folder;
  if (::mount("devpts", folder.path().c_str(), "devpts", 0, "ptmxmode=0666") != 0) fail("mount terminals");
  UniqueFd ours(::open((folder.path() / "ptmx").c_str(), open_flags));
  const int error_number = errno;
  ::umount2(folder.path().c_str(), MNT_DETACH);
  errno = error_number;
  if (!ours) fail("make a terminal");
  return pair_of(std::move(ours));
}

}  // namespace

TerminalPair open_terminal_pair() {
  UniqueFd ours(::open("/dev/ptmx", open_flags));
  return ours ? pair_of(std::move(ours)) : pair_of_own_mount();
}

}  // namespace mongokeep::test
