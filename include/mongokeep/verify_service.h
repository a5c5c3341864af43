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
#include "mongokeep/log.h"
#include "mongokeep/progress.h"
#include "mongokeep/stores.h"

namespace mongokeep {

/// Which backup to check, and how closely.
struct VerifySettings {
  std::filesystem::path root = "backup";
  /// A folder's path, a name under the root, or `latest`, as RestoreSettings has it.
  std::string backup = "latest";
  StoresSettings stores = {};
  /// `quick`: check sizes and checksums only. `full`: also read every document.
  enum class Depth { quick, full };
  Depth depth = Depth::full;
  /// Without keys, only sizes and checksums of an encrypted backup are checked; the report says so.
  DecryptionKeys keys;
  /// Indexes of servers before 3.4 are compared in the form in which RestoreSettings::convert_legacy_indexes builds
  /// them.
  bool convert_legacy_indexes = false;
  /// Files read at the same time. 0: by the number of cores.
  int parallel_files = 0;
};

/// One problem of a backup.
struct Damage {
  std::filesystem::path file;  ///< absolute; the folder itself where it concerns no file
  std::string collection;      ///< `database.collection`; empty where it concerns none
  std::uint64_t line = 0;      ///< from 1; 0 where no line can be told
  std::uint64_t column = 0;    ///< from 1, in bytes
  std::string problem;         ///< for a person
};

/// The result of a verification.
struct VerifyReport {
  std::filesystem::path folder;    ///< absolute
  std::uint64_t files = 0;         ///< that were read
  std::uint64_t documents = 0;     ///< that were read; 0 after a quick check
  std::uint64_t bytes = 0;         ///< of files that were read
  std::vector<Damage> damages;     ///< empty: the backup is sound
  std::vector<std::string> notes;  ///< what could not be checked, and what failed when the backup was made
};

/// One document that differs between a backup and a database.
struct DifferentDocument {
  enum class Kind {
    missing,  ///< in the backup, not in the database
    added,    ///< in the database, not in the backup
    changed,
  };
  Kind kind;
  std::string id;      ///< canonical Extended JSON of its `_id`; of the whole document where it has none
  std::string stored;  ///< canonical Extended JSON, cut where it is long; empty where there is none
  std::string live;
};

/// How a collection of a database differs from the one in a backup.
struct CollectionComparison {
  std::string stored_collection;  ///< `database.collection` in the backup
  std::string live_collection;    ///< in the database
  std::uint64_t same = 0;         ///< documents, byte for byte
  std::uint64_t missing = 0;
  std::uint64_t added = 0;
  std::uint64_t changed = 0;
  std::vector<DifferentDocument> samples;  ///< the first few of each kind
  std::vector<std::string> metadata;       ///< how type, options and indexes differ; sentences for a person
  std::string error;                       ///< why it could not be compared; empty when it was

  bool is_same() const { return missing == 0 && added == 0 && changed == 0 && metadata.empty() && error.empty(); }
};

struct ComparisonReport {
  std::filesystem::path folder;  ///< the backup's, absolute
  std::vector<CollectionComparison> collections;
  /// Collections of the database that the backup does not have. None where the backup was of chosen ones only.
  std::vector<std::string> not_in_backup;
  /// Limits of the comparison; sentences for a person.
  std::vector<std::string> notes;

  bool is_same() const;
};

/// Checks stored backups, by themselves and against a database. Never changes a backup.
///
/// Threads: one call at a time; a call is stopped by its own token, from any thread. Log handler and observer are
/// called from worker threads, one call at a time.
class VerifyService {
 public:
  /// Throws Error{configuration} for a negative number of files.
  explicit VerifyService(VerifySettings settings);
  ~VerifyService();
  VerifyService(VerifyService&&) noexcept;
  VerifyService& operator=(VerifyService&&) noexcept;

  /// Where log lines go. Default: JSON lines on the standard error.
  void set_log_handler(LogHandler handler);
  /// Borrowed, must outlive the run. Default: nobody.
  void set_progress_observer(ProgressObserver* observer);
  /// Default: system_clock().
  void set_clock(Clock clock);

  /// Reads the whole backup again: sizes and checksums of every file, the form of every array, every document, the
  /// counts of the manifest, the order and uniqueness of `_id`s, what is missing and what should not be there.
  /// Problems are in the report. If the manifest is damaged, the syntax of the files is still checked.
  /// Throws Error{usage} for a backup that is not there, Error{invalid_data} for a folder that holds none,
  /// Error{locked} when a clean-up is removing it, Error{storage}, Error{stopped}.
  VerifyReport verify(const std::stop_token& stop = {});

  /// Compares the backup with a live database, document by document, byte by byte, in constant memory.
  /// `uri` goes to the driver verbatim. `database` is where the collections of a backup of one database are looked for;
  /// empty: the connection string's, otherwise the backup's own.
  /// Throws as verify() does, Error{damaged} when the manifest cannot be read, and Error{configuration, connection,
  /// server}.
  ComparisonReport compare_with(const std::string& uri, const std::string& database = {},
                                const std::stop_token& stop = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mongokeep
