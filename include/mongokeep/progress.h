#pragma once

#include <cstdint>
#include <string>

namespace mongokeep {

/// How far one collection has come.
struct CollectionProgress {
  std::string name;                       ///< the namespace, `database.collection`
  std::uint64_t documents = 0;            ///< written so far
  std::uint64_t estimated_documents = 0;  ///< the server's estimate; the truth may be more or less
  std::uint64_t bytes = 0;                ///< of BSON read so far
};

/// Watches a run. Calls come from several threads, one at a time, a few times a second at most for each collection
/// beside the first and the last; they must not throw and should return soon.
class ProgressObserver {
 public:
  virtual ~ProgressObserver() = default;
  virtual void collection_started(const CollectionProgress& progress) = 0;
  virtual void collection_advanced(const CollectionProgress& progress) = 0;
  /// `failed` where the collection was given up.
  enum class Outcome { copied, failed };
  virtual void collection_finished(const CollectionProgress& progress, Outcome outcome) = 0;
};

}  // namespace mongokeep
