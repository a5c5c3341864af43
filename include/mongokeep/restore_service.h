#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "mongokeep/clock.h"
#include "mongokeep/encryption.h"
#include "mongokeep/error.h"
#include "mongokeep/log.h"
#include "mongokeep/progress.h"
#include "mongokeep/stores.h"
#include "mongokeep/verify_service.h"

// The driver's own names (libmongoc), as in backup_service.h.
extern "C" {
typedef struct _mongoc_client_pool_t mongoc_client_pool_t;
typedef struct _mongoc_client_t mongoc_client_t;
}

namespace mongokeep {

/// What to do with a document whose `_id` exists in the target already.
enum class RestoreMode {
  insert,        ///< report it as a duplicate
  upsert,        ///< replace the existing document
  missing_only,  ///< keep the existing document
};

/// Which backup to restore, and how.
struct RestoreSettings {
  std::filesystem::path root = "backup";
  /// A folder's path, a name under the root, or `latest`: the newest one that is complete, or was until it was damaged.
  /// That one is an error: an older one in its place would come unseen. What is dated ahead never is it, and a backup
  /// of chosen collections only where there is none of everything, or the choice is the usual one. One in a store is
  /// `STORE:NAME`, or `STORE:latest`.
  std::string backup;
  StoresSettings stores = {};
  /// The choice that the root's backups are usually made with, as their manifests have it (`collection=users`, …),
  /// sorted.
  std::vector<std::string> usual_selection;
  /// For an encrypted backup.
  DecryptionKeys keys;
  /// For a backup of one database: where it goes; empty: the connection string's, otherwise the backup's own. For one
  /// of all databases: the only one that is restored; empty: all, and then the connection string must name none. A
  /// system database has to be named here, unless the backup is of it.
  std::string database;
  /// Collections by exact name; empty: all.
  std::vector<std::string> collections;
  std::vector<std::string> excluded_collections;
  /// Patterns over the `database.collection` of the backup, as mongorestore has them.
  std::vector<std::string> included_namespaces;
  std::vector<std::string> excluded_namespaces;
  /// Pairs, as mongorestore's --nsFrom and --nsTo: what fits the one is renamed to the other, in which `$name$` or `*`
  /// stand for what they stood for in the first.
  std::vector<std::string> renamed_from;
  std::vector<std::string> renamed_to;
  /// Extended JSON filter; only documents that it matches are restored, and collections that are there keep their
  /// options and indexes. Empty: all documents.
  std::string query;
  /// Drop each collection before it is restored.
  bool drop = false;
  /// With `drop`: also drop sharded collections, which are restored unsharded. Otherwise they are an error that names
  /// the key.
  bool drop_sharded = false;
  /// Without a value, the target collections must be empty or not exist.
  std::optional<RestoreMode> mode;
  /// Reads and checks everything, and reports what would be done; the server is only read.
  bool dry_run = false;
  /// In text without types: 24 hex digits under a key `_id` are an ObjectId, ISO dates in UTC are dates.
  bool guess_types = false;
  /// Accept files that have changed since the backup (edited by hand, or damaged): restore every document that can be
  /// read.
  bool accept_changed = false;
  /// Skip the collection's validator.
  bool bypass_validation = false;
  /// Convert indexes that only servers before 3.4 accept: remove unknown options, and use 1 for a direction such as
  /// true, "" or 0.
  bool convert_legacy_indexes = false;
  /// Builds no index except the one on `_id`. Indexes of an existing collection stay.
  bool no_indexes = false;
  /// Collections written at the same time. 0: by the number of cores. A borrowed client (not a pool) always writes one.
  int parallel_collections = 0;
};

/// One document that was not restored.
struct LostDocument {
  std::uint64_t line = 0;  ///< of the stored file, from 1
  std::string document;    ///< its text, cut where it is long
  std::string reason;
};

/// The result for one collection.
struct RestoredCollection {
  std::string stored_collection;  ///< `database.collection` in the backup
  std::string target;             ///< `database.collection` in the server
  std::string type;               ///< `collection`, `view` or `timeseries`
  bool is_stored = true;          ///< false: it failed when the backup was made
  /// What was there before.
  enum class Found { nothing, empty, filled } found = Found::nothing;
  std::uint64_t documents = 0;  ///< that were chosen in the backup
  std::uint64_t inserted = 0;   ///< with RestoreSettings::dry_run: that would be written
  std::uint64_t replaced = 0;
  std::uint64_t present = 0;  ///< were there already, and stayed
  std::uint64_t duplicates = 0;
  std::uint64_t invalid = 0;           ///< refused by the collection's validator
  std::uint64_t failed = 0;            ///< refused for another reason, or unreadable in the backup
  std::vector<LostDocument> lost;      ///< the first few of them, and places in the file that are wrong and cost none
  std::vector<std::string> refused;    ///< options and indexes that the server did not take, by name, with its reason
  std::uint64_t indexes = 0;           ///< that were built, the one on `_id` not counted
  std::uint64_t left_out_indexes = 0;  ///< that RestoreSettings::no_indexes has left out
  /// Why the server does not confirm what it has done as the connection string's write concern asks; empty when it
  /// does.
  std::string unconfirmed;
  std::string error;  ///< why the collection failed; empty if it did not

  bool is_whole() const {
    return duplicates == 0 && invalid == 0 && failed == 0 && lost.empty() && refused.empty() && unconfirmed.empty() &&
           error.empty();
  }
};

/// A collection or view that RestoreSettings::drop would drop.
struct DroppedCollection {
  std::string target;                  ///< `database.collection` in the server
  bool is_view = false;                ///< then the counts are 0
  std::uint64_t documents_now = 0;     ///< as the server's metadata has it
  std::uint64_t documents_stored = 0;  ///< in the backup, whatever a query chooses of them
};

/// What an application may want to have confirmed.
struct DropQuestion {
  std::string hosts;  ///< "host:port, host:port" of the deployment, or the SRV name
  std::vector<DroppedCollection> collections;
};

/// Whether to go on. Called on the thread that restores.
using DropConfirmation = std::function<bool(const DropQuestion&)>;

struct RestoreReport {
  std::filesystem::path folder;  ///< the backup's, absolute
  bool is_dry_run = false;
  std::vector<RestoredCollection> collections;
  /// Limits of the stored text (types lost in plain JSON), and collections that failed when the backup was made.
  std::vector<std::string> warnings;

  bool is_whole() const;
};

/// The result of a drill: whether a backup can be restored.
struct DrillReport {
  std::vector<std::string> scratch_databases;  ///< created, and dropped at the end
  std::string left_over;                       ///< why one of them is still there; empty when none is
  std::string text_format;  ///< `canonical`: all types are proven; `relaxed`, `plain`: as far as that text tells them
  RestoreReport restored;
  ComparisonReport compared;

  /// Whether every stored document was restored: byte for byte, as far as the text stores types.
  bool has_same_documents() const;
  /// Whether views, options and indexes were restored too, and the backup itself was complete.
  bool has_same_metadata() const;
  /// Why the drill failed; nothing where every document that is stored came back. The kind is `damaged` where some
  /// document was refused or is not as it is stored, and `server` where a collection could not be restored or compared.
  std::optional<Error> failure() const;
  /// Whether all is well, so that nothing is left to do.
  bool is_proof() const { return has_same_documents() && has_same_metadata() && left_over.empty(); }
};

/// Where the same restore would find free names.
struct PlaceBeside {
  std::string suffix;  ///< for the databases' names; empty where none is free
  /// Databases of the backup, and where each goes, of all that no --nsTo sends elsewhere.
  std::map<std::string, std::string> databases;
};

/// Refuses a target that has documents when no setting says what to do with them.
class TargetNotEmpty : public Error {
 public:
  TargetNotEmpty(std::string subject, std::string cause, std::string hint, PlaceBeside beside)
      : Error(ErrorKind::configuration, "restore into", std::move(subject), std::move(cause), std::move(hint)),
        beside_(std::move(beside)) {}

  const PlaceBeside& beside() const { return beside_; }

 private:
  PlaceBeside beside_;
};

/// Restores backups into a deployment.
///
/// Ownership and threads: as BackupService has them.
class RestoreService {
 public:
  /// Borrows an established pool, or one established client, or connects by itself. Throws Error{usage, configuration}
  /// for settings that contradict each other, and for a query or a renaming that is none.
  RestoreService(mongoc_client_pool_t* pool, RestoreSettings settings);
  RestoreService(mongoc_client_t* client, RestoreSettings settings);
  /// `uri` goes to the driver verbatim. Throws Error{configuration} when it is not a connection string.
  RestoreService(const std::string& uri, RestoreSettings settings);
  ~RestoreService();
  RestoreService(RestoreService&&) noexcept;
  RestoreService& operator=(RestoreService&&) noexcept;

  /// Where log lines go. Default: JSON lines on the standard error.
  void set_log_handler(LogHandler handler);
  /// Told of each collection's progress; borrowed, must outlive the run. Default: nobody.
  void set_progress_observer(ProgressObserver* observer);
  /// Default: system_clock().
  void set_clock(Clock clock);

  /// Asked by restore() when something would be dropped, after the backup was found and the target was looked at, and
  /// before files are checked and anything is changed; not in a dry run, nor by drill(). Default: nobody, and it goes
  /// on. Where the answer is no, restore() throws Error{usage}.
  void set_drop_confirmation(DropConfirmation confirm);

  /// Restores what the settings choose: collections with their options first, then documents, indexes and views.
  ///
  /// Before anything is changed, checks every chosen file against the manifest and inspects the target. Documents,
  /// options and indexes that the server refuses are in the report; the restore continues with the rest. Throws Error,
  /// with nothing changed, if the backup does not exist (usage), is damaged (damaged) or contains nothing that was
  /// chosen (configuration), if the target is not empty (configuration), or without a connection. When `stop` asks for
  /// it, throws Error{stopped} and logs what was restored so far.
  RestoreReport restore(const std::stop_token& stop = {});

  /// Restores the whole backup into scratch databases, compares every document and all metadata with what is stored,
  /// and drops them again, whatever happens. `database` names the scratch database of a backup of one database, which
  /// must not exist; empty: a name is made. Of the settings it uses the backup, the root, the usual selection, the
  /// keys, the parallelism and convert_legacy_indexes. As VerifySettings has it, `latest` may be a damaged one, which
  /// an older one must not hide. Throws as restore() does.
  DrillReport drill(const std::string& database = {}, const std::stop_token& stop = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mongokeep
