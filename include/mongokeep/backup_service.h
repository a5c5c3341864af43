#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "mongokeep/clock.h"
#include "mongokeep/encryption.h"
#include "mongokeep/error.h"
#include "mongokeep/json_format.h"
#include "mongokeep/log.h"
#include "mongokeep/models.h"
#include "mongokeep/progress.h"
#include "mongokeep/retention.h"
#include "mongokeep/stores.h"

// The driver's own names (libmongoc), so that an application can hand over its established connection
// without this header pulling in the driver.
extern "C" {
typedef struct _mongoc_client_pool_t mongoc_client_pool_t;
typedef struct _mongoc_client_t mongoc_client_t;
}

namespace mongokeep {

/// What to do if the root does not exist. It is never created on a mount point of /etc/fstab that is not mounted.
enum class MissingRoot {
  made,     ///< with a warning
  refused,  ///< an error
};

/// The order in which the documents of a capped collection are stored.
enum class CappedOrder {
  natural,  ///< the order of insertion; they are restored in that order
  by_id,    ///< sorted by `_id`, like all other collections
};

/// What to back up, and where to.
struct BackupSettings {
  /// The folder that holds the dated folders. It is created if it does not exist.
  std::filesystem::path root = "backup";
  MissingRoot missing_root = MissingRoot::made;
  /// Empty: the database of the connection string.
  std::string database;
  /// Every database that the server lists except `config` and `local`, each in a sub-folder. `database`, `models`,
  /// `collections` and `excluded_collections` must then be empty: choose by patterns.
  bool all_databases = false;
  /// Registered models; when there are any, only their collections are backed up.
  Models models;
  /// Collections by exact name; empty: all. Beside them no other way to choose.
  std::vector<std::string> collections;
  std::vector<std::string> excluded_collections;
  /// Patterns for `database.collection`. `*` matches any characters; `\` makes the next character literal.
  std::vector<std::string> included_namespaces;
  std::vector<std::string> excluded_namespaces;
  JsonFormat format = JsonFormat::canonical;
  Compression compression = Compression::none;
  /// 1 (fastest) to 19 (smallest).
  int zstd_level = 3;
  Encryption encryption;
  /// Copies the documents that a view shows as well as its definition.
  bool views_as_collections = false;
  /// The order of documents in the files of capped collections.
  CappedOrder capped_order = CappedOrder::natural;
  /// `primary`, `secondaryPreferred`, …; empty: the connection's own.
  std::string read_preference;
  /// Collections read at the same time. 0: by the number of cores. A borrowed client (not a pool) always reads one.
  int parallel_collections = 0;
  /// Mode of files in the root that hold data: 0600, 0640 or 0644. Folders can be entered by whoever may read the
  /// files.
  unsigned file_mode = 0600;
  /// IANA name; names the dated folder. Empty: the system's zone.
  std::string time_zone;
  /// Log a warning if a collection has lost more than this percentage of its documents since the newest complete
  /// backup, or all of them. 1 to 100; 100 warns only of emptied collections.
  int warn_shrink_percent = 50;
  /// The backups that cleanup_old_backups() keeps whatever their age.
  KeepRules keep;
  /// The stores that cleanup_old_backups() cleans as well, each by its own rules. What a required one lacks stays.
  StoresSettings stores = {};
};

/// What the settings choose, as manifests have it: `model=User:users`, `collection=users`, `excludeCollection=…`,
/// `nsInclude=…`, `nsExclude=…`, sorted. Empty where a whole database, or every database, is backed up.
std::vector<std::string> selection_of(const BackupSettings& settings);

enum class BackupStatus { complete, partial };

/// The result for one collection.
struct CollectionReport {
  std::string database;
  std::string name;
  std::filesystem::path file;  ///< absolute; empty where nothing was stored (failed, or a view's definition only)
  std::uint64_t documents = 0;
  std::uint64_t bson_bytes = 0;
  std::uint64_t stored_bytes = 0;
  std::string error;  ///< empty when the collection was copied whole
};

/// The backup that a run has published.
struct BackupReport {
  BackupStatus status = BackupStatus::complete;
  std::filesystem::path folder;  ///< absolute, under its final name
  std::chrono::system_clock::time_point started_at;
  std::chrono::system_clock::time_point finished_at;
  std::vector<CollectionReport> collections;
  /// Warnings of a run that succeeded, such as a collection that is empty now; sentences for a person.
  std::vector<std::string> warnings;
  /// Why the root could not be synced after the backup got its name: a loss of power may destroy the backup. Empty if
  /// the sync succeeded.
  std::string unsynced;

  /// Whether the backup contains every collection and is safely on the disk.
  bool is_whole() const { return status == BackupStatus::complete && unsynced.empty(); }
};

/// Makes backups of one deployment.
///
/// Ownership: a pool or client handed in stays the caller's and must outlive the service; the service takes clients
/// from a pool and gives them back, and changes nothing on a client but the order of its work. A pool may be used by
/// the application at the same time; a single client must not (libmongoc's clients are not thread-safe).
/// Threads: one call at a time per service; a call is stopped by its own token, from any thread. Log handler, observer
/// and clock are called from the service's worker threads, one call at a time. Signals: a limit on the size of files
/// raises SIGXFSZ, which ends an application that does not ignore it.
class BackupService {
 public:
  /// Borrows an established pool. Its connections are the application's, and what servers send over them reaches
  /// libmongoc unchecked (SECURITY.md). Each constructor throws Error{configuration} for settings that contradict each
  /// other or are out of their range.
  BackupService(mongoc_client_pool_t* pool, BackupSettings settings);
  /// Borrows one established client.
  BackupService(mongoc_client_t* client, BackupSettings settings);
  /// Connects by itself. `uri` goes to the driver verbatim. Throws Error{configuration} when it is not a connection
  /// string.
  BackupService(const std::string& uri, BackupSettings settings);
  ~BackupService();
  BackupService(BackupService&&) noexcept;
  BackupService& operator=(BackupService&&) noexcept;

  /// Where log lines go. Default: JSON lines on the standard error.
  void set_log_handler(LogHandler handler);
  /// Told of each collection's progress; borrowed, must outlive the run. Default: nobody.
  void set_progress_observer(ProgressObserver* observer);
  /// Default: system_clock().
  void set_clock(Clock clock);

  /// Backs up every chosen collection into a new dated folder and returns what was published.
  ///
  /// If a collection fails, the run logs and records it and continues with the others; the status is then `partial`.
  /// Throws Error, with nothing published and the unfinished folder removed, when there is no connection or no
  /// permission to list, when the file system refuses, when every collection failed, when another run holds the
  /// root (kind locked), or when `stop` asks for it (kind stopped): at once between documents and while it waits; where
  /// the server does not answer, once the driver gives up waiting (socketTimeoutMS).
  BackupReport create_backup(const std::stop_token& stop = {});

  /// Removes the backups under the root that are older than `days_to_keep` days (1 to 36500), except those that
  /// BackupSettings::keep keeps, and those that a required store lacks; then cleans the stores. Never removes anything
  /// that is not clearly a backup. Does not contact the server.
  ///
  /// If a backup cannot be removed, or a store cannot be used, the clean-up logs and reports it and continues with the
  /// others. Throws
  /// Error{configuration} for a number that is out of its range, Error{locked} when another run holds the root,
  /// Error{storage} when the root cannot be read, Error{stopped} between two removals.
  CleanupReport cleanup_old_backups(int days_to_keep = 90, const std::stop_token& stop = {});

  const BackupSettings& settings() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mongokeep
