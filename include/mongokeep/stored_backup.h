#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mongokeep {

/// What an entry of a root is.
enum class BackupState {
  complete,    ///< published, every collection in it
  partial,     ///< published, some collection failed
  damaged,     ///< its manifest cannot be read, or a file that it names is missing or of another size
  unreadable,  ///< a dated folder that the file system does not let us look into (another user's, say)
  legacy,      ///< a dated folder without a manifest, only `*.json*` files in it: an older system's
  unfinished,  ///< a hidden `.….partial` folder: running, or left over by a dead run
  foreign,     ///< anything else: no backup
};

/// The word for it in results and reports: "complete".
std::string_view to_text(BackupState state);

/// One collection of a stored backup.
struct BackupCollection {
  std::string database;
  std::string name;
  std::string type;  ///< `collection`, `view` or `timeseries`; empty: a registered model without a collection
  std::string file;  ///< relative to the backup's folder; empty where no documents are stored
  std::uint64_t documents = 0;
  std::uint64_t bson_bytes = 0;    ///< sum of the documents' BSON lengths
  std::uint64_t stored_bytes = 0;  ///< the file's length
  std::uint64_t enveloped = 0;     ///< documents that are stored as their bytes, since text cannot carry them
  std::string error;               ///< why it failed; empty when it did not
};

/// What a backup's manifest says of all of it.
struct BackupFacts {
  std::string database;                ///< empty: all databases
  std::vector<std::string> selection;  ///< what was asked for; empty: all there is, or not to be seen
  int format_version = 1;
  std::string text_format;  ///< `canonical`, `relaxed`, `plain`; empty: not to be seen
  std::string server;       ///< version; likewise
  std::string tool;         ///< program and version that wrote it; likewise
  bool is_encrypted = false;
  bool is_closed = false;  ///< encrypted and not opened: of the manifest, names, counts, sizes and times can be seen
  std::chrono::system_clock::time_point started_at;
  std::chrono::system_clock::time_point finished_at;
  std::uint64_t collections = 0;
  std::uint64_t failed_collections = 0;
  std::uint64_t documents = 0;
  std::uint64_t bson_bytes = 0;
};

/// One entry of a root.
struct BackupEntry {
  std::filesystem::path path;  ///< absolute
  std::string name;            ///< the folder's
  BackupState state = BackupState::foreign;
  std::string problem;             ///< what is wrong, for a person; empty for complete and partial ones
  std::uint64_t stored_bytes = 0;  ///< of all files in it
  std::size_t files = 0;           ///< the manifest not counted
  std::chrono::system_clock::time_point modified;
  std::optional<BackupFacts> facts;           ///< for complete and partial ones
  std::vector<BackupCollection> collections;  ///< with BackupRoot::show() only
  std::vector<std::string> not_held;          ///< likewise: what a backup of this kind does not have, for a person
  /// Likewise: the manifest as JSON text (docs/backup-format.md), opened where a key opens it; empty without one.
  std::string manifest_text;
};

/// What a clean-up does with one entry of a root, or of a store.
struct CleanupDecision {
  enum class Verdict { keep, remove };

  BackupEntry backup;
  std::chrono::seconds age{
      0};  ///< since the later of the folder's modification and the manifest's end; may be negative
  Verdict verdict = Verdict::keep;
  std::string reason;      ///< for a person
  std::string store = {};  ///< where it lies; empty: in the root
};

}  // namespace mongokeep
