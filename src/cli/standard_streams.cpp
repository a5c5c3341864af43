#include "cli/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <string_view>

namespace mongokeep::cli {

namespace {

/// A standard output that is closed is opened the wrong way round: who prints a result must learn that nobody gets it.
int stand_in_for(int stream) {
  const int device = ::open("/dev/null", stream == STDERR_FILENO ? O_WRONLY : O_RDONLY);
  // Where there is no such device, as in a bare chroot: the number is taken, and neither reading nor writing works.
  return device >= 0 ? device : ::open("/", O_PATH);
}

}  // namespace

void open_standard_streams() {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
    if (::fcntl(stream, F_GETFD) != -1) continue;
    // The lowest number that is free, and those below are open by now.
    if (stand_in_for(stream) == stream) continue;
    constexpr std::string_view text = "mongokeep: cannot open /dev/null in the place of a closed standard stream\n";
    if (::fcntl(STDERR_FILENO, F_GETFD) != -1) static_cast<void>(!::write(STDERR_FILENO, text.data(), text.size()));
    ::_exit(1);
  }
}

}  // namespace mongokeep::cli
