#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "mongokeep/clock.h"
#include "mongokeep/error.h"
#include "mongokeep/log.h"
#include "mongokeep/progress.h"
#include "mongokeep/push_report.h"
#include "mongokeep/retention.h"
#include "mongokeep/store_check.h"
#include "mongokeep/stored_backup.h"
#include "mongokeep/stores.h"

namespace mongokeep {

/// The stores of a root, and what they keep where they have no rules of their own.
struct StoreServiceSettings {
  std::filesystem::path root = "backup";
  StoresSettings stores = {};
  int days_to_keep = 90;
  KeepRules keep = {};
  /// Mode of the files that pull() makes, as BackupSettings has it.
  unsigned file_mode = 0600;
};

/// What to push.
struct PushChoice {
  std::vector<std::string> backups = {};  ///< names in the root; empty: all that the stores' own rules would keep
  std::vector<std::string> stores = {};   ///< their names; empty: all
  bool dry_run = false;                   ///< only says what would be shipped
};

/// What is in a store.
struct StoreState {
  std::string store;
  std::string remote;  ///< as it is configured
  bool is_required = true;
  std::optional<Error> error;  ///< why it cannot be used; what follows is not known then
  std::size_t backups = 0;     ///< complete and partial ones
  std::size_t arriving = 0;    ///< dated folders without a manifest: being shipped or removed, or left by that
  std::size_t damaged = 0;
  std::uint64_t stored_bytes = 0;  ///< of all of them
  std::string newest;              ///< the newest complete one; empty: none
  std::chrono::seconds age{0};     ///< of that, since it was finished
  /// Backups of the root that ought to be there and are not known to be.
  std::vector<std::string> unshipped;
  /// Since when the oldest of those fails to arrive.
  std::optional<std::chrono::system_clock::time_point> failing_since;
};

/// What was brought back from a store.
struct PullReport {
  std::filesystem::path folder;  ///< absolute, under its final name
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::string unsynced;  ///< why the root could not be synced, so that a loss of power may destroy it; empty: it was
};

/// Ships backups off this machine and brings them back.
///
/// The local folder is made first, by BackupService; a push copies it as it is. What arrives is checked, and its
/// manifest goes last: until that is there nothing in a store passes for a backup. Nothing in a store is overwritten.
/// Threads: one call at a time; a call is stopped by its own token, from any thread.
class StoreService {
 public:
  /// Throws Error{configuration} for settings that are out of their range, and for a remote that holds a credential.
  explicit StoreService(StoreServiceSettings settings);

  /// Where log lines go. Default: JSON lines on the standard error.
  void set_log_handler(LogHandler handler) { log_handler_ = std::move(handler); }
  /// Told how far each file is; borrowed, must outlive the call. Default: nobody.
  void set_progress_observer(ProgressObserver* observer) { observer_ = observer; }
  /// Default: system_clock().
  void set_clock(Clock clock) { clock_ = std::move(clock); }

  /// Ships what is not in the stores yet. A backup or a store that fails stops none of the others: the report says so,
  /// as it does of a backup that is damaged in the root.
  /// Throws Error{locked} where another push is at work on the root, Error{usage}, Error{configuration} where rclone
  /// cannot be used, Error{storage} where the root cannot be read, Error{stopped}.
  PushReport push(const PushChoice& choice = {}, const std::stop_token& stop = {});

  /// Whether a backup of the root ought to be in a store and is not known to be, as the root's own record has it: no
  /// store is asked. From any thread. Throws Error{storage} where the root cannot be read.
  bool has_unshipped() const;

  /// Brings a backup back into the root, under its own name, each file checked. `backup` is `STORE:NAME` or
  /// `STORE:latest`. Throws Error{usage} where there is none or the root has one of that name already, Error{damaged}
  /// where the store's copy is not what its manifest says, Error{locked}, Error{storage}, Error{stopped}.
  PullReport pull(const std::string& backup, const std::stop_token& stop = {});

  /// What is in each store. One that cannot be reached is told of as such. A root need not be there. Throws
  /// Error{configuration} where rclone cannot be used, Error{storage} where the root is there and cannot be read.
  std::vector<StoreState> states(const std::stop_token& stop = {});

  /// Tries what a store can do, with the key that is configured: writes test files under a hidden name into it, and
  /// removes them. Whatever is wrong is in the report. Takes two minutes at most where the store answers at all, and
  /// one more for each answer that it withholds. Throws Error{usage} for a store that is not configured,
  /// Error{configuration} where rclone cannot be used, Error{stopped}.
  StoreCheckReport check(const std::string& store, const std::stop_token& stop = {});

 private:
  StoreServiceSettings settings_;
  LogHandler log_handler_ = json_log_to_stderr();
  ProgressObserver* observer_ = nullptr;
  Clock clock_ = system_clock();
};

}  // namespace mongokeep
