#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "process/child_orders.h"
#include "process/running_child.h"

namespace mongokeep::process {

/// At most 100 years count.
struct RunLimits {
  /// How long the child may run.
  std::chrono::milliseconds time;
  /// How long it may run without progress: `take_line` knows of none, and it reads next to nothing (IdleWatch). No
  /// limit by default.
  std::optional<std::chrono::milliseconds> idle = std::nullopt;
  /// Between being asked to end (SIGTERM) and being killed.
  std::chrono::milliseconds grace = std::chrono::seconds(2);
};

/// What becomes of what the child prints.
struct RunOutput {
  Streams streams = Streams::apart;
  /// How many bytes of standard output are kept. One byte more is an error.
  std::size_t most_bytes = std::size_t{1} << 20;
  /// Gets each line of the standard error as it comes, without its line feed, and cut behind LineCutter::longest bytes.
  /// Returns whether the line tells of progress: then the idle limit begins anew. What it throws ends the child.
  std::function<bool(std::string_view)> take_line = nullptr;
};

/// How a run ended, and what was printed.
struct RunOutcome {
  enum class End {
    exit_code,   ///< by itself, with the exit code `number`
    signal,      ///< by a signal that was not ours: `number`
    time_limit,  ///< ended by us
    idle_limit,  ///< ended by us
    stopped,     ///< ended by us, after a stop
  };
  End end;
  int number = 0;
  bool still_runs = false;  ///< it had to be ended and could not be: `sudo` makes it another user's
  std::string output;       ///< all of the standard output, where the child ended by itself
  std::string tail;         ///< the last bytes of the standard error, or of both streams in one pipe, as they came

  bool has_succeeded() const { return end == End::exit_code && number == 0; }
};

/// Starts the child and waits for its end. What has to be ended is its whole group.
/// Throws as start_child() does; Error{storage} when the child cannot be watched; Error{invalid_data} when its standard
/// output is longer than it may be. Then the child is killed.
RunOutcome run_child(const ChildOrders& orders, const RunOutput& output, const RunLimits& limits,
                     const std::stop_token& stop);

}  // namespace mongokeep::process
