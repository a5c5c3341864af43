#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace mongokeep {

/// The backups that clean-up keeps although they are old. A backup stays if any rule applies to it; only
/// complete backups count, and older systems' folders for all but `at_least`. Days, weeks (ISO 8601), months and years
/// are those of the dated names; of each the newest backup counts, and periods without any are passed over, as in
/// restic.
struct KeepRules {
  /// The newest complete backups, 1 or more, whatever their age; of each database, each choice among its collections,
  /// and each text format, by itself.
  int at_least = 1;
  int daily = 0;  ///< 0: no such rule
  int weekly = 0;
  int monthly = 0;
  int yearly = 0;
};

/// A backup that clean-up removed.
struct RemovedBackup {
  std::filesystem::path path;  ///< absolute
  std::chrono::seconds age;    ///< at the time of the clean-up
};

/// A backup that clean-up could not remove, or could not look into. It is still there, whole, or hidden and removed by
/// the next run.
struct CleanupFailure {
  std::filesystem::path path;
  std::string error;
};

/// The result of a clean-up.
struct CleanupReport {
  std::chrono::system_clock::time_point started_at;
  std::chrono::system_clock::time_point finished_at;
  std::vector<RemovedBackup> removed;
  std::vector<CleanupFailure> failures;
  std::size_t kept = 0;  ///< backups that were kept; other folders do not count
};

}  // namespace mongokeep
