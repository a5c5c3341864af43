#include "archive/folder_use.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>

#include "archive/backup_place.h"
#include "base/files/file.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

namespace {

/// False when somebody else holds it otherwise.
bool try_lock(const Directory& folder, int kind) {
  const int error = try_flock(folder.descriptor(), kind);
  if (error == EWOULDBLOCK) return false;
  if (error == 0 || says_lockless(error)) return true;
  throw storage_error("lock the folder", folder.path().string(), error);
}

/// A clean-up may have renamed it, and failed to remove it, between our opening and our lock.
bool is_where_it_was(const Directory& folder) {
  const struct stat ours = folder.own_facts();
  struct stat there {};
  if (::lstat(folder.path().c_str(), &there) != 0) {
    if (says_absent(errno)) return false;
    throw storage_error("inspect", folder.path().string(), errno);
  }
  return is_same_file(ours, there);
}

}  // namespace

void hold_for_reading(const Directory& folder) {
  if (try_lock(folder, LOCK_SH) && is_where_it_was(folder)) return;
  throw Error(ErrorKind::locked, "read the backup", folder.path().string(), "a clean-up is removing it",
              list_command(folder.path()) + " shows the backups that stay");
}

bool hold_in_the_making(const Directory& folder) {
  // A network file system may grant the one and not know the other, which a removal asks for.
  return try_flock(folder.descriptor(), LOCK_EX) == 0 && try_flock(folder.descriptor(), LOCK_SH) == 0;
}

bool try_hold_for_removal(const Directory& folder) {
  return try_lock(folder, LOCK_EX);
}

}  // namespace mongokeep::archive
