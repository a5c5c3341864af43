#pragma once

#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "archive/backup_place.h"
#include "archive/readable_folder.h"
#include "archive/stored_backup.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

/// The time of a file or folder, or the last that the clock's type can hold.
std::chrono::system_clock::time_point modification_time(const struct stat& facts);

/// Why the entry that should be a manifest cannot be read as one, by its kind and length; empty: it can.
std::string unfitness_of_manifest(const struct stat& facts);

/// The text of a backup's manifest, up to its bound. Throws Error{storage}.
std::string manifest_text(const ReadableFolder& folder);

/// What is wrong with a dated folder of a store that has no manifest.
inline constexpr std::string_view still_arriving =
    "no manifest: it is being shipped or removed, or that was interrupted";

/// How closely an entry is looked at. What is said of it is the same.
enum class Look {
  whole,
  brief,  ///< the collections of its manifest are left out, and with them most of the time
};

/// Looks at one entry of a root. Links are not followed. What is wrong with it is told in the result, also where
/// nothing can be learned of it. Nothing where it is not there (any more), or its removal was begun (removal.h).
std::optional<StoredBackup> inspect(const ReadableFolder& root, const std::string& name, Look look = Look::whole);

/// The same of a backup by its own path, wherever it lies. Links on the way to its parent are the caller's affair.
/// Throws Error{usage} when there is no such folder, Error{storage}.
StoredBackup inspect_path(const std::filesystem::path& path);
/// The same, in a store too.
StoredBackup inspect_place(const BackupPlace& place);

/// When a backup was begun, as far as a first look tells.
struct Begun {
  std::chrono::system_clock::time_point at;
  /// Why that is not what the manifest, if there is one, or the folder says: it could not be read. Somebody who could
  /// read it now would find another time.
  std::optional<Error> trouble;
};

/// When the backup of this dated name was begun, as its manifest tells, or else the folder's modification time. Where
/// even that cannot be read, the end of time: no older backup is to pass for the newest. Reads no more than the
/// beginning of the manifest where that and the folder's time agree. Nothing where there is no such entry (any more).
std::optional<Begun> begun_at(const ReadableFolder& root, const std::string& name);

}  // namespace mongokeep::archive
