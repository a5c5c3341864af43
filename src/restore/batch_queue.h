#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include "mongo/writing/document_batch.h"
#include "restore/byte_budget.h"

namespace mongokeep::restore {

/// Documents on their way to the server, with the lines of the stored file that they come from.
struct LoadBatch {
  mongo::DocumentBatch documents;
  std::vector<std::uint64_t> lines;  ///< of each document
  ByteBudget::Share share = {};      ///< of what a run may hold
};

/// Hands batches from the thread that reads them to those that send them, a few at most being held.
class BatchQueue {
 public:
  explicit BatchQueue(std::size_t most) : most_(most) {}

  /// Waits until there is room. False, and the batch is dropped, once the queue has been abandoned.
  bool push(LoadBatch batch);
  /// Waits for a batch. Nothing once the queue is closed and empty, or abandoned.
  std::optional<LoadBatch> pop();
  /// No more will be pushed.
  void close();
  /// What is held is dropped: sending has failed, or reading has.
  void abandon();

 private:
  enum class State { open, closed, abandoned };

  std::size_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<LoadBatch> batches_;
  State state_ = State::open;
};

}  // namespace mongokeep::restore
