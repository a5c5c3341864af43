#pragma once

#include <string>
#include <vector>

#include "cli/command.h"

namespace mongokeep::cli {

/// Runs what the words of a command line ask for: help, the version, or a command.
/// `environment` holds "NAME=VALUE". Throws Error.
Outcome run_program(const std::vector<std::string>& words, const std::vector<std::string>& environment,
                    Console& console, StopSignals& signals);

}  // namespace mongokeep::cli
