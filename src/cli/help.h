#pragma once

#include <string>

#include "cli/command.h"

namespace mongokeep::cli {

/// What `mongokeep help` prints: the commands, in at most 80 columns.
std::string program_help();

/// What `mongokeep COMMAND --help` prints: usage, settings by group, examples and exit codes, in at most 80 columns.
std::string command_help(const Command& command);

}  // namespace mongokeep::cli
