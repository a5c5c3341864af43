#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace mongokeep {

/// Progress of one collection; of a push or a pull, of one file.
struct CollectionProgress {
  std::string name;                       ///< the namespace, `database.collection`
  std::uint64_t documents = 0;            ///< written so far
  std::uint64_t estimated_documents = 0;  ///< the server's estimate; the truth may be more or less. 0: not known (yet)
  std::uint64_t bytes = 0;                ///< of BSON read so far; verification and rewrap: of the file

  /// What is being done.
  enum class Stage {
    documents,  ///< documents are read and written
    indexes,    ///< restore: the documents are in, and indexes are built
    file,       ///< backup, rewrap: the file is written, and is synced, read back and named
    check,      ///< push: all of the file is in the store, and is read back
  };
  Stage stage = Stage::documents;
  std::chrono::milliseconds elapsed{0};  ///< since the collection was started
  /// Size of the collection's file in the backup. A backup knows it at the end. 0: there is no file, or not yet.
  std::uint64_t stored_bytes = 0;
  /// At the end: why the collection failed, or what is missing; a sentence for a person. Empty when all went well.
  std::string error = {};
  /// Where documents are not counted: how many bytes there will be. 0: not known.
  std::uint64_t estimated_bytes = 0;
};

/// One call of a service: what the collections that are told of belong to.
struct RunProgress {
  enum class Kind { backup, restore, rehearsal, verification, comparison, drill, rewrap, shipment, return_journey };
  Kind kind = Kind::backup;
  std::filesystem::path folder = {};  ///< the backup's, absolute; of one that is being made: its final name
  /// Namespaces of the collections that will be told of, in no particular order. Views are told of only when they fail.
  std::vector<std::string> collections = {};
  bool reads_documents = true;           ///< false: sizes and checksums only, so that documents are not counted
  bool has_several_databases = false;    ///< a collection's name alone does not tell which one it is
  std::chrono::milliseconds elapsed{0};  ///< since the run was started
};

/// Watches a run. Calls come from several threads, one at a time, a few times a second at most for each collection
/// beside the first and the last; they must not throw and should return soon.
class ProgressObserver {
 public:
  virtual ~ProgressObserver() = default;

  /// Before the first collection is started.
  virtual void run_started(const RunProgress&) {}
  /// After the last collection has finished. A run that ends with an exception is not told to have finished.
  virtual void run_finished(const RunProgress&) {}

  virtual void collection_started(const CollectionProgress& progress) = 0;
  virtual void collection_advanced(const CollectionProgress& progress) = 0;
  enum class Outcome {
    copied,   ///< completely copied or restored, or found intact
    partial,  ///< partially restored, or different from the database it was compared with
    failed,   ///< failed, or damaged
    stopped,  ///< the run ended before it, by a stop or an exception
  };
  /// The last call for the collection. In a backup its file then has its final name.
  virtual void collection_finished(const CollectionProgress& progress, Outcome outcome) = 0;
};

}  // namespace mongokeep
