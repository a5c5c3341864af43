#include "base/files/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "mongokeep/error.h"

namespace mongokeep {

UniqueFd above_standard_streams(UniqueFd descriptor) {
  if (!descriptor || descriptor.get() > STDERR_FILENO) return descriptor;
  UniqueFd moved(::fcntl(descriptor.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  if (!moved) throw storage_error("open another descriptor for", "a file", errno);
  return moved;
}

}  // namespace mongokeep
