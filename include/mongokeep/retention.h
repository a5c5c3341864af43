#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "mongokeep/error.h"

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

/// A backup that no rule keeps, and that had to stay all the same: a store does not have it yet, or does not let go of
/// it.
struct HeldBackup {
  std::filesystem::path path;
  std::string reason;  ///< for a person
};

/// What a clean-up of a store came to. Paths are `STORE:NAME`.
struct StoreCleanup {
  std::string store;
  bool is_required = true;
  std::optional<Error> error;  ///< why the store could not be cleaned, or not to the end
  std::vector<RemovedBackup> removed;
  std::vector<HeldBackup> held;
  std::vector<CleanupFailure> failures;
  std::size_t kept = 0;

  /// A push that is at work there is no failure: the next clean-up comes.
  bool has_failed() const { return (error && error->kind() != ErrorKind::locked) || !failures.empty(); }
};

/// The result of a clean-up: of the root, and of its stores.
struct CleanupReport {
  std::chrono::system_clock::time_point started_at;
  std::chrono::system_clock::time_point finished_at;
  std::vector<RemovedBackup> removed;
  std::vector<HeldBackup> held;
  std::vector<CleanupFailure> failures;
  std::size_t kept = 0;               ///< backups that were kept; other folders do not count
  std::vector<std::string> warnings;  ///< sentences for a person: stores that are no longer waited for
  std::vector<StoreCleanup> stores;

  /// Whether all that was to go is gone, from the root and from each required store. What was held counts as well.
  bool is_whole() const;
};

}  // namespace mongokeep
