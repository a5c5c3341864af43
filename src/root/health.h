#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "archive/readable_folder.h"
#include "archive/stored_backup.h"
#include "mongokeep/backup_root.h"

namespace mongokeep::root {

/// The newest backups of a root, back to the newest complete one of all collections.
struct Evidence {
  /// As archive::selection_mark() has it, of what the settings choose: such a backup counts like a whole one.
  std::string chosen_mark = {};
  std::optional<archive::StoredBackup> newest_complete;  ///< and whole
  /// The newest complete one of chosen collections, where it is newer than that. It counts where no whole one is there.
  std::optional<archive::StoredBackup> newest_part;
  /// The newest backup after it that is partial, damaged or unreadable.
  std::optional<archive::StoredBackup> newest_failed;
  /// How many of them are folders of older systems, which have no manifest to check.
  std::size_t legacy = 0;
  /// What was found until `newest_part` came: all that matters where that has to do.
  std::optional<archive::StoredBackup> failed_before_part;
  std::size_t legacy_before_part = 0;
  /// Names of backups dated in the future. They do not count: one of them would hide for years that no new backup is
  /// made.
  std::vector<std::string> from_the_future;

  /// Takes the next older backup into account. False once no older one can change anything.
  bool add(archive::StoredBackup backup, std::chrono::system_clock::time_point now);
};

/// Looks at the backups of the root, no further back than the newest complete one: a monitor may ask every minute.
/// `chosen_mark` as Evidence has it. Throws Error{storage} when the root cannot be read.
Evidence gather_evidence(std::shared_ptr<const archive::ReadableFolder> root, const std::string& chosen_mark,
                         std::chrono::system_clock::time_point now);

/// Whether the newest complete backup is at most `max_age` old at `now`, and none that came after it is damaged. `root`
/// is for the texts.
HealthReport judge_health(Evidence evidence, std::chrono::system_clock::time_point now, std::chrono::seconds max_age,
                          const std::filesystem::path& root);

}  // namespace mongokeep::root
