#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mongokeep/clock.h"
#include "mongokeep/encryption.h"
#include "mongokeep/error.h"
#include "mongokeep/log.h"
#include "mongokeep/progress.h"
#include "mongokeep/retention.h"
#include "mongokeep/stored_backup.h"
#include "mongokeep/stores.h"

namespace mongokeep {

/// Where the backups lie, and what opens them.
struct RootSettings {
  std::filesystem::path root = "backup";
  /// The choice of collections that these backups are usually made with, see selection_of(); empty: everything. A
  /// backup of this choice counts like one of everything, for `latest` and for health.
  std::vector<std::string> usual_selection = {};
  /// For encrypted backups.
  DecryptionKeys keys = {};
  StoresSettings stores = {};
  /// Whose backups are listed, judged and counted: this store's; empty: the root's.
  std::string store = {};
};

/// Whether a root holds a backup that is young enough.
struct HealthReport {
  std::optional<BackupEntry> newest_complete;  ///< that counts
  std::chrono::seconds age{0};                 ///< of it, since it was finished
  /// What is wrong, and what to do; nothing when all is well. Its kind is `missing` where no complete backup is young
  /// enough, `damaged` where the newest one is damaged, and `storage` where the root or the newest one cannot be read.
  std::optional<Error> trouble;
};

/// A backup whose readers have changed.
struct RewrapReport {
  std::filesystem::path folder;  ///< absolute
  std::uint64_t files = 0;
  std::size_t recipients = 0;  ///< that can open it now
  /// Why the root could not be synced, so that a loss of power may bring the old backup back; empty: it was.
  std::string unsynced;
};

/// Receives text, piece by piece. What it throws ends the call.
using TextSink = std::function<void(std::string_view text)>;

/// The backups under one root: what there is, whether it can be relied on, and what may go. Asks no server.
///
/// `backup` is, wherever it is asked for, a folder's path, a name under the root, `latest`, or one in a store, as
/// RestoreSettings has it. Threads: one call at a time; a call is stopped by its own token, from any thread.
class BackupRoot {
 public:
  explicit BackupRoot(RootSettings settings);

  /// Where log lines go. Default: JSON lines on the standard error.
  void set_log_handler(LogHandler handler) { log_handler_ = std::move(handler); }
  /// Told how far rewrap() is; borrowed, must outlive the call. Default: nobody.
  void set_progress_observer(ProgressObserver* observer) { observer_ = observer; }
  /// Default: system_clock().
  void set_clock(Clock clock) { clock_ = std::move(clock); }

  /// Every entry of the root, the oldest backup first, what is no backup last; without their collections.
  /// Throws Error{storage} when the root cannot be read.
  std::vector<BackupEntry> list() const;

  /// The root that a backup named so would be in: ours, or the folder above the one that a path leads to.
  std::filesystem::path root_of(const std::string& backup) const;

  /// The folder of the backup that is meant. Throws Error{usage} when there is none, Error{storage}.
  std::filesystem::path find(const std::string& backup) const;

  /// One backup with its collections; opened with the keys, where there are any. What is wrong with it is told in the
  /// result. Throws as find() does, Error{sealed} where no key opens it, Error{damaged} where a key shows that it was
  /// changed, Error{locked} where keys are given and a clean-up is removing it.
  BackupEntry show(const std::string& backup) const;

  /// Whether the newest complete backup was finished at most `max_age` ago, and none that came after it is damaged.
  HealthReport health(std::chrono::seconds max_age) const;

  /// What a clean-up would do with each entry of the root and of its stores, and why. Takes no lock and changes
  /// nothing. `days_to_keep` and `keep` are the root's, and those of stores without rules of their own. `only` names
  /// stores; empty: the root and all its stores. Of a store that cannot be looked at there is one entry, which is
  /// unreadable. Throws Error{configuration} for numbers out of their range, Error{usage} for a store that is none,
  /// Error{storage}, Error{stopped}.
  std::vector<CleanupDecision> plan_cleanup(int days_to_keep = 90, const KeepRules& keep = {},
                                            const std::vector<std::string>& only = {},
                                            const std::stop_token& stop = {}) const;

  /// Carries that out; throws as BackupService::cleanup_old_backups() does. Stores alone can be cleaned where there is
  /// no root.
  CleanupReport clean_up(int days_to_keep = 90, const KeepRules& keep = {}, const std::stop_token& stop = {},
                         const std::vector<std::string>& only = {}) const;

  /// Gives the text of one collection, decrypted and decompressed, in constant memory. `collection` is a name, or
  /// `database.collection`. Throws Error{usage} where the backup has no such collection, Error{damaged} where the text
  /// is not what was written: then what was given is not all, or not to be relied on.
  void read(const std::string& backup, const std::string& collection, const TextSink& sink,
            const std::stop_token& stop = {}) const;

  /// Lets others than before open an encrypted backup: wraps the keys of its files anew. The old folder is exchanged
  /// for the new one in one step. Throws Error{usage} where `readers` names nobody and for a backup that is
  /// not encrypted, Error{damaged}, Error{sealed}, Error{locked}, Error{storage}, Error{stopped}: then it is as
  /// it was, unless the error says that this cannot be seen.
  RewrapReport rewrap(const std::string& backup, const Encryption& readers, const std::stop_token& stop = {}) const;

 private:
  RootSettings settings_;
  LogHandler log_handler_ = json_log_to_stderr();
  ProgressObserver* observer_ = nullptr;
  Clock clock_ = system_clock();
};

/// Gives the text of one file that is packed as ours are, wherever it lies. Throws Error{storage, damaged, sealed,
/// stopped}, and Error{usage} for what is no file.
void read_packed_file(const std::filesystem::path& file, const DecryptionKeys& keys, const TextSink& sink,
                      const std::stop_token& stop = {});

}  // namespace mongokeep
