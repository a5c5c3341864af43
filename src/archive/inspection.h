#pragma once

#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "archive/stored_backup.h"
#include "base/directory.h"

namespace mongokeep::archive {

/// The time of a file or folder, or the last that the clock's type can hold.
std::chrono::system_clock::time_point modification_time(const struct stat& facts);

/// Looks at one entry of a root, which `facts` are of. Links are not followed. What is wrong with it is told in the
/// result.
StoredBackup inspect(const Directory& root, const std::string& name, const struct stat& facts);

/// The same of a backup by its own path, wherever it lies. Links on the way to its parent are the caller's affair.
/// Throws Error{usage} when there is no such folder, Error{storage}.
StoredBackup inspect_path(const std::filesystem::path& path);

}  // namespace mongokeep::archive
