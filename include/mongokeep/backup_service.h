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

// The driver's own names (libmongoc), so that an application can hand over its established connection
// without this header pulling in the driver.
extern "C" {
typedef struct _mongoc_client_pool_t mongoc_client_pool_t;
typedef struct _mongoc_client_t mongoc_client_t;
}

namespace mongokeep {

/// What becomes of a root that is not there. It is never made below a mount point that /etc/fstab names and where
/// nothing is mounted.
enum class MissingRoot {
  made,     ///< with a warning
  refused,  ///< an error
};

/// In what order the documents of a capped collection are stored.
enum class CappedOrder {
  natural,  ///< as they were inserted, in which they are restored
  by_id,    ///< sorted by `_id`, like those of all others
};

/// What to back up, and where to.
struct BackupSettings {
  /// Folder that holds the dated folders; made when it is not there.
  std::filesystem::path root = "backup";
  MissingRoot missing_root = MissingRoot::made;
  /// Empty: the database of the connection string.
  std::string database;
  /// Every database that the server lists but `config` and `local`, one sub-folder each. Then `database`, `models`,
  /// `collections` and `excluded_collections` must be empty: choose by patterns.
  bool all_databases = false;
  /// Registered models; when there are any, only their collections are backed up.
  Models models;
  /// Collections by exact name; empty: all. Beside them no other way to choose.
  std::vector<std::string> collections;
  std::vector<std::string> excluded_collections;
  /// Patterns over `database.collection`, where `*` stands for any characters and `\` takes the next one literally.
  std::vector<std::string> included_namespaces;
  std::vector<std::string> excluded_namespaces;
  JsonFormat format = JsonFormat::canonical;
  Compression compression = Compression::none;
  /// 1 (fastest) to 19 (smallest).
  int zstd_level = 3;
  Encryption encryption;
  /// Copies the documents that a view shows as well as its definition.
  bool views_as_collections = false;
  /// How the documents of capped collections stand in their files.
  CappedOrder capped_order = CappedOrder::natural;
  /// `primary`, `secondaryPreferred`, …; empty: as the connection has it.
  std::string read_preference;
  /// Collections read at a time. 0: by cores. A borrowed client (not a pool) always reads one.
  int parallel_collections = 0;
  /// Mode of files in the root that hold data: 0600, 0640 or 0644. Folders can be entered by whoever may read the
  /// files.
  unsigned file_mode = 0600;
  /// IANA name; names the dated folder. Empty: the system's zone.
  std::string time_zone;
  /// A warning is logged when a collection has lost more than so many percent of its documents since the newest
  /// complete backup, or all of them. 1 to 100; 100 warns of emptied ones only.
  int warn_shrink_percent = 50;
  /// What cleanup_old_backups() leaves in place whatever its age.
  KeepRules keep;
};

/// What the settings choose, as manifests have it: `model=User:users`, `collection=users`, `excludeCollection=…`,
/// `nsInclude=…`, `nsExclude=…`, sorted. Empty where a whole database, or every database, is backed up.
std::vector<std::string> selection_of(const BackupSettings& settings);

enum class BackupStatus { complete, partial };

/// What became of one collection.
struct CollectionReport {
  std::string database;
  std::string name;
  std::filesystem::path file;  ///< absolute; empty where nothing was stored (failed, or a view's definition only)
  std::uint64_t documents = 0;
  std::uint64_t bson_bytes = 0;
  std::uint64_t stored_bytes = 0;
  std::string error;  ///< empty when the collection was copied whole
};

/// What a run has published.
struct BackupReport {
  BackupStatus status = BackupStatus::complete;
  std::filesystem::path folder;  ///< absolute, under its final name
  std::chrono::system_clock::time_point started_at;
  std::chrono::system_clock::time_point finished_at;
  std::vector<CollectionReport> collections;
  /// What went well and still looks wrong, such as a collection that came back empty; sentences for a person.
  std::vector<std::string> warnings;
  /// Why the root could not be synced once the backup had its name, so that it may not outlive a loss of power; empty
  /// when it was.
  std::string unsynced;

  /// Whether every collection is in it, and it is on the disk to stay.
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
  /// Borrows an established pool. Each constructor throws Error{configuration} for settings that contradict each other
  /// or are out of their range.
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
  /// A collection that fails is logged, recorded and left out, and the others go on: the status is then `partial`.
  /// Throws Error, with nothing published and the unfinished folder removed, when there is no connection or no
  /// permission to list, when the file system refuses, when every collection failed, when another run holds the
  /// root (kind locked), or when `stop` asks for it (kind stopped): at once between documents and while it waits; where
  /// the server does not answer, once the driver gives up waiting (socketTimeoutMS).
  BackupReport create_backup(const std::stop_token& stop = {});

  /// Removes the backups under the root that are older than `days_to_keep` days (1 to 36500), but for what
  /// BackupSettings::keep keeps. Only what is recognisably a backup is ever removed. The server is not asked.
  ///
  /// A backup that cannot be removed is logged and listed in the report, and the others go on. Throws
  /// Error{configuration} for a number that is out of its range, Error{locked} when another run holds the root,
  /// Error{storage} when the root cannot be read, Error{stopped} between two removals.
  CleanupReport cleanup_old_backups(int days_to_keep = 90, const std::stop_token& stop = {});

  const BackupSettings& settings() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mongokeep
