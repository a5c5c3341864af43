#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "archive/inspection.h"
#include "archive/readable_folder.h"
#include "archive/stored_backup.h"

namespace mongokeep::archive {

// Which backup is newer: one answer for whoever asks. A folder's name says nothing of it: names are of any time zone,
// and a name that became free is taken again.

/// When the backup was made: the manifest's start; where there is none, or none that can be read, the folder's
/// modification time.
std::chrono::system_clock::time_point made_at(const StoredBackup& backup);

/// Of two that were made at the same moment, the one whose name comes later.
bool is_newer(const StoredBackup& left, const StoredBackup& right);

/// Whether the backup is dated more than a day after `now`: a clock was wrong when it was made, or is wrong now. It
/// would pass for the newest for as long as it lies there, so it never is the newest of anything.
bool is_misdated(const StoredBackup& backup, std::chrono::system_clock::time_point now);

/// What the newest manifest of the root says, misdated or not; nothing where there is none that can be read. Throws
/// Error{storage} when the root cannot be read.
std::optional<BackupHead> newest_head(const std::filesystem::path& root);

/// The folders of the root that have a dated name, the newest first, each looked into only when it is asked for. Before
/// that no more is read than begun_at() needs. One that cannot be looked at comes first, as an unreadable one.
class NewestFirst {
 public:
  /// `look` says how closely each is looked at. Throws Error{storage} when the root cannot be read.
  explicit NewestFirst(std::shared_ptr<const ReadableFolder> root, Look look = Look::whole);
  /// Of a root on this machine. Throws as open_root() does.
  explicit NewestFirst(const std::filesystem::path& root, Look look = Look::whole);
  /// The next one, as list_backups has it (other systems' and what is no backup too); nothing when there is none left.
  /// Throws Error{storage} for one that can be read now, but could not when its place was looked for: nobody knows
  /// then which one is the newest.
  std::optional<StoredBackup> next();

 private:
  struct Entry {
    Begun begun;
    std::string name;
  };

  std::shared_ptr<const ReadableFolder> root_;
  Look look_;
  std::vector<Entry> entries_;  ///< still to come, the next one last
};

}  // namespace mongokeep::archive
