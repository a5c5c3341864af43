#include "archive/folder_use.h"

#include <sys/file.h>

#include <cerrno>

#include "mongokeep/error.h"

namespace mongokeep::archive {

namespace {

/// False when somebody else holds it otherwise.
bool try_lock(const Directory& folder, int kind) {
  while (::flock(folder.descriptor(), kind | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    return errno != EWOULDBLOCK;
  }
  return true;
}

}  // namespace

void hold_for_reading(const Directory& folder) {
  if (try_lock(folder, LOCK_SH)) return;
  throw Error(ErrorKind::locked, "read the backup", folder.path().string(), "a clean-up is removing it",
              "`mongokeep list` shows the backups that stay");
}

bool try_hold_for_removal(const Directory& folder) {
  return try_lock(folder, LOCK_EX);
}

}  // namespace mongokeep::archive
