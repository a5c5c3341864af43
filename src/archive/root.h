#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "archive/dated_name.h"
#include "base/files/directory.h"
#include "base/files/unique_fd.h"
#include "base/log.h"
#include "mongokeep/backup_service.h"

namespace mongokeep::archive {

/// Opens a root that has to be there, for reading. Throws Error{storage}, with a hint when it is missing.
Directory open_root(const std::filesystem::path& path);

/// Makes a root that is missing, and its missing parents, for files of this mode, with a warning: whoever mistypes its
/// name, or has not mounted its disk, is to learn of that. True where it was made. Throws Error{storage} where `rule`
/// or a mount point that is not mounted (base/mount_points.h) forbids it.
bool make_root_if_missing(const std::filesystem::path& path, MissingRoot rule, Log& log,
                          mode_t file_mode = Directory::private_file);

/// Which process runs in the root now, as holder_of_lock() has it.
std::optional<pid_t> run_in(const Directory& root);

/// The root of the backups, held by this run alone until unlock(): an flock on `.lock` in it, which is never unlinked,
/// so that two holders cannot come about. Released when the object goes, or with the process, however it ends.
class LockedRoot {
 public:
  /// Opens the root, making it when it is missing, and takes the lock. What is made in it gets this mode.
  /// Throws Error{locked} when another run holds it, Error{storage} when the root is a file, a link or not writable.
  static LockedRoot open(const std::filesystem::path& path, mode_t file_mode = Directory::private_file);
  /// The same for a root that has to be there already: a missing one is an Error{storage} with a hint.
  static LockedRoot open_existing(const std::filesystem::path& path, mode_t file_mode = Directory::private_file);

  const Directory& directory() const { return directory_; }
  /// Lets other runs in. What this one goes on with is to be held otherwise: PendingBackup::hold().
  void unlock() { lock_ = UniqueFd(); }

  /// The first free name for a backup made at `now`: its day in `time_zone`, or day and time when the day is taken.
  DatedName free_name(std::chrono::system_clock::time_point now, const std::string& time_zone) const;

 private:
  LockedRoot(Directory directory, UniqueFd lock);

  Directory directory_;
  UniqueFd lock_;
};

}  // namespace mongokeep::archive
