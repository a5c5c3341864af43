#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "process/child_run.h"

namespace mongokeep::hooks {

/// A shell command and what it is given.
struct Command {
  std::string text;                      ///< for `/bin/sh -c`
  std::vector<std::string> environment;  ///< all of it, as `NAME=value`
  std::string input;                     ///< its standard input
};

/// Runs the command and waits for its end; `tail` has what it printed to both streams. When it ends by itself, what it
/// left in the background stays, and its further output is lost. It may outlive us.
/// Throws Error{storage} when the command cannot be started or watched; then it does not run.
process::RunOutcome run_command(const Command& command, const process::RunLimits& limits, const std::stop_token& stop);

}  // namespace mongokeep::hooks
