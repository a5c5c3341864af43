#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include "extjson/bson_view.h"
#include "mongo/reading/chunk.h"

namespace mongokeep::mongo {

/// Documents on their way from a thread that reads them to one that takes them, in order. They are copied into chunks,
/// of which only so many may wait; one that is larger than a chunk stays where it is, and its reader waits until it is
/// done with.
class DocumentQueue {
 public:
  /// In chunks of Chunk::capacity bytes.
  explicit DocumentQueue(std::size_t most_chunks) : most_chunks_(most_chunks) {}

  // The reader's side.

  /// Waits while the queue is full. False when nobody takes any more. Throws std::bad_alloc: what was put before stays.
  bool put(extjson::BsonView document);
  /// There are no more: the taker gets what is there, and then nothing.
  void finish() noexcept;
  /// Waits until the taker has come to the end and has begun anew. False when nobody takes any more.
  bool wait_for_restart();

  // The taker's side.

  /// Waits for the next document, which is valid until the next call; nothing at the end.
  std::optional<extjson::BsonView> take();
  /// From the end: there will be more, from the reader that waits for it.
  void restart();
  /// What is there and what comes is of no use any more.
  void give_up();

 private:
  bool hand_over();
  bool lend(extjson::BsonView document);
  void give_back();

  std::size_t most_chunks_;
  Chunk filling_;                ///< the reader's own
  std::optional<Chunk> taking_;  ///< the taker's own
  bool is_large_taken_ = false;  ///< the taker's own
  std::mutex mutex_;             ///< for what follows
  std::condition_variable changed_;
  std::deque<Chunk> ready_;
  std::vector<Chunk> spare_;
  std::optional<extjson::BsonView> large_;  ///< behind those that are ready
  bool is_finished_ = false;
  bool is_given_up_ = false;
};

}  // namespace mongokeep::mongo
