#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "archive/root.h"
#include "base/log.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

/// What a dead run has left and could not be removed. It hinders nothing.
struct StubbornLeftover {
  std::filesystem::path path;  ///< absolute
  Error error;
};

/// Removes what dead runs left in the root: folders of unfinished backups, and of backups that a clean-up was removing,
/// under a hidden name or under their own (removal.h). A dated folder that is empty and bears no mark stays: it takes
/// no room, and may be anybody's.
/// Nobody else can be at work on one, since we hold the lock, but a pull, which leaves its folder marked
/// (PendingBackup::hold()): that stays. Each is logged, removed or not.
std::vector<StubbornLeftover> remove_leftovers(const LockedRoot& root, Log& log);

/// The names of those that are there, or of what a run that has locked the root is at work on now.
std::vector<std::string> leftovers_in(const Directory& root);

}  // namespace mongokeep::archive
