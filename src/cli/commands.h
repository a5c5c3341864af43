#pragma once

#include <string_view>
#include <vector>

#include "cli/command.h"

namespace mongokeep::cli {

/// Every command, in the order of the help. A new one is a file with its own function and a row in commands.cpp.
const std::vector<Command>& all_commands();

/// Throws Error{usage}, with the nearest name, when no command is called so.
const Command& command_named(std::string_view name);

}  // namespace mongokeep::cli
