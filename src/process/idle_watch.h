#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "process/running_child.h"

namespace mongokeep::process {

/// How long a child may go on without progress. What it reads counts: one that hashes a large file prints nothing and
/// sends nothing for as long as that takes.
class IdleWatch {
 public:
  using Moment = RunningChild::Moment;

  explicit IdleWatch(std::chrono::milliseconds limit) : limit_(limit) { begin_anew(); }

  /// There was progress.
  void begin_anew() { begin_at(std::chrono::steady_clock::now()); }
  /// When the child has to be looked at, for a wait.
  Moment next() const { return std::min(deadline_, look_); }

  /// Whether it has made none for too long. Looks at what it has read, a few times in each limit.
  bool is_over(const RunningChild& child) {
    const Moment now = std::chrono::steady_clock::now();
    if (now < look_ && now < deadline_) return false;
    const std::uint64_t read = child.bytes_read().value_or(read_);
    look_ = now + limit_ / looks;
    if (read < read_ + least_reading) return now >= deadline_;
    read_ = read;
    begin_at(now);
    return false;
  }

 private:
  static constexpr int looks = 4;
  /// In one limit. A program that waits wakes up now and then, and reads a few bytes each time.
  static constexpr std::uint64_t least_reading = std::uint64_t{1} << 20U;

  void begin_at(Moment now) {
    deadline_ = now + limit_;
    look_ = now + limit_ / looks;
  }

  std::chrono::milliseconds limit_;
  Moment deadline_;
  Moment look_;
  std::uint64_t read_ = 0;
};

}  // namespace mongokeep::process
