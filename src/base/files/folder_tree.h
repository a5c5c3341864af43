#pragma once

#include <sys/stat.h>

#include <functional>
#include <string>

#include "base/files/directory.h"

namespace mongokeep {

/// How many levels of folders are looked into below a folder. We make one.
inline constexpr std::size_t deepest_folder = 250;

/// Told of an entry by its path from the folder, `/` between the parts, and what the file system says of it.
using VisitEntry = std::function<void(const std::string& path, const struct stat& facts)>;

/// Visits all that lies in the folder and its sub-folders, in no order, a folder before what is in it. Links are not
/// followed, and what goes meanwhile is left out. Takes a descriptor and some 32 KiB for each level, however many
/// entries it has. Throws Error{storage}, and Error{damaged} where folders are nested deeper than `deepest_folder`.
void walk_tree(const Directory& folder, const VisitEntry& visit);

}  // namespace mongokeep
