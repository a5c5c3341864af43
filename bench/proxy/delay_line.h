#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

namespace mongokeep::bench {

/// What a network between two hosts does to each direction of each connection.
struct Link {
  std::chrono::nanoseconds delay;
  double bytes_per_second;
};

struct Chunk {
  std::unique_ptr<char[]> bytes;
  std::size_t size = 0;
};

/// The bytes that are under way: what is put in comes out when the link would have brought it. For two threads.
class DelayLine {
 public:
  explicit DelayLine(Link link) : link_(link) {}

  /// Waits while more is under way than fits; false once nobody takes any more.
  bool put(Chunk chunk);
  /// Waits until the next chunk has arrived; nothing once the line is closed and empty.
  std::optional<Chunk> take();

  /// Nothing more will be put in.
  void close();
  /// Nothing more will be taken.
  void abandon();

 private:
  using Moment = std::chrono::steady_clock::time_point;
  struct Arriving {
    Moment due;
    Chunk chunk;
  };

  const Link link_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Arriving> under_way_;
  std::size_t bytes_under_way_ = 0;
  /// When the link has sent all that was put in so far.
  Moment sent_;
  bool closed_ = false;
  bool abandoned_ = false;
};

}  // namespace mongokeep::bench
