#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/given_values.h"

namespace mongokeep::cli {

/// Reads the words after a command's name into settings.
/// Throws Error{usage} for a flag that the command does not take (with the nearest one that it does), a flag
/// without its value or given twice, and a word too many. No error repeats a word that could hold a credential.
GivenValues parse_command_line(const Command& command, const std::vector<std::string>& words);

}  // namespace mongokeep::cli
