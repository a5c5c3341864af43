#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "mongokeep/error.h"
#include "process/child_orders.h"
#include "process/idle_watch.h"
#include "process/output_tail.h"
#include "process/running_child.h"

namespace mongokeep::process {

/// Reads the standard output of a child as it comes, however long. For one thread at a time. Going out of scope kills
/// the child.
class ChildReader {
 public:
  /// `idle_limit` (100 years count at most) is how long one read may wait for the next byte, or for the child's end,
  /// while the child reads next to nothing itself (IdleWatch).
  /// Throws as start_child() does, and Error{storage} where there is too little of anything. Then nothing runs.
  ChildReader(const ChildOrders& orders, std::chrono::milliseconds idle_limit, std::stop_token stop);

  /// Waits for bytes and fills up to `room.size()` of them; returns how many. 0 is the end: all has been read, and the
  /// child has ended with exit code 0. Takes what it prints as errors meanwhile.
  /// Throws Error{storage} when the child ended otherwise, when all has been read; Error{connection} after the idle
  /// limit; Error{stopped} after a stop. Every later read throws the same. After the last two the child is killed.
  std::size_t read(std::span<char> room);

  /// How the child ended by itself; nothing before, or when it was killed by us.
  const std::optional<ChildEnd>& end() const { return end_; }
  /// The last bytes of its standard error so far, as they came: they may hold secrets, and are in no error.
  std::string tail() const { return tail_.text(); }

 private:
  [[noreturn]] void fail(Error error);
  [[noreturn]] void give_up(Error error);
  std::size_t at_end();

  std::string name_;
  std::chrono::milliseconds idle_limit_;
  IdleWatch idle_;
  std::stop_token stop_;
  OutputTail tail_;
  std::optional<ChildEnd> end_;
  std::optional<Error> failure_;
  RunningChild child_;
};

}  // namespace mongokeep::process
