#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

namespace mongokeep::hooks {

/// A shell command and what it is given.
struct Command {
  std::string text;                      ///< for `/bin/sh -c`
  std::vector<std::string> environment;  ///< all of it, as `NAME=value`
  /// Its standard input: a file in memory with these bytes, so that a command need not read it, and nobody waits for
  /// one that does not.
  std::string input;
};

struct CommandLimits {
  /// How long the command may run. At most 100 years count.
  std::chrono::milliseconds time;
  /// Between being asked to end (SIGTERM) and being killed.
  std::chrono::milliseconds grace = std::chrono::seconds(2);
};

/// How a command ended, and what it printed.
struct CommandOutcome {
  enum class End {
    exit_code,   ///< by itself, with the exit code `number`
    signal,      ///< by a signal that was not ours: `number`
    time_limit,  ///< ended by us
    stopped,     ///< ended by us, after a stop
  };
  End end;
  int number = 0;
  bool still_runs = false;  ///< it had to be ended and could not be: `sudo` makes it another user's
  std::string output;       ///< the last bytes of both streams, as they came

  bool has_succeeded() const { return end == End::exit_code && number == 0; }
};

/// Runs the command in a process group of its own and waits for its end. What has to be ended is the whole group; when
/// the command ends by itself, what it left in the background stays, and its further output is lost.
/// Throws Error{storage} when the command cannot be started or watched; then it does not run.
CommandOutcome run_command(const Command& command, const CommandLimits& limits, const std::stop_token& stop);

}  // namespace mongokeep::hooks
