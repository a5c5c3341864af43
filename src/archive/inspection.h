#pragma once

#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "archive/stored_backup.h"
#include "base/directory.h"

namespace mongokeep::archive {

/// The time of a file or folder, or the last that the clock's type can hold.
std::chrono::system_clock::time_point modification_time(const struct stat& facts);

/// How closely an entry is looked at. What is said of it is the same.
enum class Look {
  whole,
  brief,  ///< the collections of its manifest are left out, and with them most of the time
};

/// Looks at one entry of a root. Links are not followed. What is wrong with it is told in the result, also where
/// nothing can be learned of it. Nothing where it is not there (any more), or its removal was begun (removal.h).
std::optional<StoredBackup> inspect(const Directory& root, const std::string& name, Look look = Look::whole);

/// The same of a backup by its own path, wherever it lies. Links on the way to its parent are the caller's affair.
/// Throws Error{usage} when there is no such folder, Error{storage}.
StoredBackup inspect_path(const std::filesystem::path& path);

/// When the backup of this dated name was begun, as its manifest tells, or else the folder's modification time, or else
/// (nothing can be learned of it) the beginning of time. Reads no more than the beginning of the manifest where that
/// and the folder's time agree.
std::chrono::system_clock::time_point begun_at(const Directory& root, const std::string& name);

}  // namespace mongokeep::archive
