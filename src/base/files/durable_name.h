#pragma once

#include <string>

namespace mongokeep {

/// Waits until the disk knows an open folder by its own name, and each folder above it by its own, up to where the file
/// system is mounted: whoever finds a folder cannot tell whether a process that made it has lived to sync that. Of
/// folders that are synced already this costs next to nothing. Where one above may not be read, all of the file system
/// is synced instead. `path` is told in errors. Throws Error{storage}.
void sync_own_name(int folder, const std::string& path);

}  // namespace mongokeep
