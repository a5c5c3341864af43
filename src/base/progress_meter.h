#pragma once

#include <chrono>
#include <mutex>
#include <string>

#include "mongokeep/progress.h"

namespace mongokeep {

/// Tells an observer of all collections of a run, one call at a time. An observer of null is told nothing.
class ProgressBoard {
 public:
  explicit ProgressBoard(ProgressObserver* observer) : observer_(observer) {}

  bool is_watched() const { return observer_ != nullptr; }
  void started(const CollectionProgress& progress);
  void advanced(const CollectionProgress& progress);
  void finished(const CollectionProgress& progress, ProgressObserver::Outcome outcome);

 private:
  std::mutex mutex_;
  ProgressObserver* observer_;
};

/// One collection's progress, told often enough to look alive and seldom enough to cost nothing. Says that the
/// collection failed when it goes without succeed().
class ProgressMeter {
 public:
  ProgressMeter(ProgressBoard& board, std::string name, std::uint64_t estimated_documents);
  ~ProgressMeter();
  ProgressMeter(const ProgressMeter&) = delete;
  ProgressMeter& operator=(const ProgressMeter&) = delete;

  /// What there is so far; less than before when the collection was started anew.
  void advance(std::uint64_t documents, std::uint64_t bytes);
  void succeed() { outcome_ = ProgressObserver::Outcome::copied; }

 private:
  ProgressBoard& board_;
  CollectionProgress progress_;
  ProgressObserver::Outcome outcome_ = ProgressObserver::Outcome::failed;
  std::chrono::steady_clock::time_point last_told_;
  std::uint64_t last_look_bytes_ = 0;
};

}  // namespace mongokeep
