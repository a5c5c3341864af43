#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "archive/manifest.h"
#include "archive/subject.h"
#include "mongokeep/stored_backup.h"

namespace mongokeep::archive {

/// One entry of the root.
struct StoredBackup {
  std::filesystem::path path;
  std::string name;  ///< the folder's name
  BackupState state = BackupState::foreign;
  std::optional<Manifest> manifest;  ///< for complete and partial; after a brief look without its collections
  Totals totals;                     ///< of those
  std::uint64_t stored_bytes = 0;    ///< of all files in it, links not followed
  std::size_t files = 0;             ///< regular files, the manifest not counted
  std::chrono::system_clock::time_point modified;
  std::optional<BackupHead> damaged_head;  ///< of a damaged one whose manifest can be read
  /// Of a damaged one whose manifest tells its start and is what its checksum says, even where it cannot be read beyond
  /// that: of a newer version.
  std::optional<std::chrono::system_clock::time_point> begun;
  /// Something in a dated folder with a manifest that is not the backup's: a file that the manifest does not name, a
  /// link; where the manifest cannot be read, a file without `.json` in its name. Relative to the folder; empty: none.
  std::string stranger;
  std::string problem;  ///< what is to be said of all but complete and partial ones, for a person
};

/// What the manifest says first; nothing where there is none that can be read.
std::optional<BackupHead> head_of(const StoredBackup& backup);

/// A backup by its name, or what ought to be one: neither somebody else's, nor one that is being made.
inline bool is_ours(const StoredBackup& backup) {
  return backup.state != BackupState::foreign && backup.state != BackupState::unfinished;
}

/// Whether a backup that was whole, as far as we know, is not any more, or cannot be looked into.
inline bool is_broken(const StoredBackup& backup) {
  return backup.state == BackupState::damaged || backup.state == BackupState::unreadable;
}

}  // namespace mongokeep::archive
