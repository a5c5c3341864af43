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

/// Tells an observer of a run as a whole: that it has started, and by finish() that it has ended. While no collection
/// is told of.
class RunMeter {
 public:
  RunMeter(ProgressObserver* observer, RunProgress run);
  void finish();

 private:
  ProgressObserver* observer_;
  RunProgress run_;
  std::chrono::steady_clock::time_point started_at_;
};

/// One collection's progress, told often enough to look alive and seldom enough to cost nothing. Says that the
/// collection was stopped when it goes without succeed() or fail(). One thread at a time.
class ProgressMeter {
 public:
  /// The estimate may be 0: not known yet.
  ProgressMeter(ProgressBoard& board, std::string name, std::uint64_t estimated_documents = 0);
  ~ProgressMeter();
  ProgressMeter(const ProgressMeter&) = delete;
  ProgressMeter& operator=(const ProgressMeter&) = delete;

  /// Whether anybody is told.
  bool is_watched() const { return board_.is_watched(); }
  /// The estimate, and what there is so far, are told at once: what was read quickly may be all for a while.
  void expect(std::uint64_t documents);
  /// What there is so far; less than before when the collection was started anew.
  void advance(std::uint64_t documents, std::uint64_t bytes);
  /// Of a file: its size, and how much of it there will be.
  void expect_bytes(std::uint64_t bytes);
  void enter(CollectionProgress::Stage stage);
  CollectionProgress::Stage stage() const { return progress_.stage; }
  void set_stored_bytes(std::uint64_t bytes) { progress_.stored_bytes = bytes; }

  void succeed();
  /// Not all of it is as it should be, whether it goes on or not. Of several reasons the first one is told.
  void fall_short(std::string why);
  void fail(std::string why);

 private:
  void tell();

  ProgressBoard& board_;
  CollectionProgress progress_;
  ProgressObserver::Outcome outcome_ = ProgressObserver::Outcome::stopped;
  bool is_short_ = false;
  std::chrono::steady_clock::time_point started_at_;
  std::chrono::steady_clock::time_point last_told_;
  std::uint64_t last_look_bytes_ = 0;
};

}  // namespace mongokeep
