#include "cli/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

namespace mongokeep::cli {

void open_standard_streams() {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
    if (::fcntl(stream, F_GETFD) != -1) continue;
    // The lowest number that is free, and those below are open by now.
    if (::open("/dev/null", stream == STDIN_FILENO ? O_RDONLY : O_WRONLY) != stream) std::abort();
  }
}

}  // namespace mongokeep::cli
