#pragma once

#include <sys/stat.h>

#include <string>

#include "base/files/directory.h"

namespace mongokeep::archive {

enum class Removal { done, in_use };

/// Removes the folder of a backup, `name` in the root, unless somebody reads it. First it gets a hidden name
/// (`.deleting-…`), so that one which is half removed never passes for a backup. A full disk may have no room for that
/// name: then the folder is marked in place, by its mode, which takes no room. Either is on the disk before the first
/// file goes, and the next run finishes what was begun, whatever is left of it (leftovers.h). A file system without
/// modes has no mark: there the manifest goes last, so that what is left is seen to be damaged, until it is empty.
/// Throws Error{storage}.
Removal remove_backup(const Directory& root, const std::string& name);

/// Whether the folder bears the mark. Nobody else gives a folder this mode, setuid and sticky, and for its owner alone:
/// on a folder, setuid means nothing.
bool is_marked_for_removal(const struct stat& facts);

}  // namespace mongokeep::archive
