#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "archive/dated_name.h"
#include "base/directory.h"
#include "base/unique_fd.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

/// The root of the backups, held by this run alone: an flock on `.lock` in it, which is never unlinked, so that two
/// holders cannot come about. Released when the object goes, or with the process, however it ends.
class LockedRoot {
 public:
  /// Opens the root, making it when it is missing, and takes the lock.
  /// Throws Error{locked} when another run holds it, Error{storage} when the root is a file, a link or not writable.
  static LockedRoot open(const std::filesystem::path& path);

  const Directory& directory() const { return directory_; }

  /// What became of the leftovers of dead runs.
  struct Leftovers {
    std::vector<std::string> removed;  ///< names in the root
    std::vector<Error> failures;       ///< of those that could not be removed; they hinder nothing
  };
  /// Removes the unfinished folders that dead runs left. Nobody else can be writing one: we hold the lock.
  Leftovers remove_leftovers() const;

  /// The first free name for a backup made at `now`: its day in `time_zone`, or day and time when the day is taken.
  DatedName free_name(std::chrono::system_clock::time_point now, const std::string& time_zone) const;

 private:
  LockedRoot(Directory directory, UniqueFd lock);

  Directory directory_;
  UniqueFd lock_;
};

}  // namespace mongokeep::archive
