#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/settings/given_values.h"
#include "cli/settings/setting_table.h"

namespace mongokeep::cli {

/// Reads the words after a command's name into settings of the groups that it takes; `command` names it in errors.
/// Throws Error{usage} for a flag that the command does not take (with the nearest one that it does), a flag
/// without its value or given twice, and a word too many. No error repeats a word that could hold a credential.
GivenValues parse_command_line(std::string_view command, std::span<const SettingGroup> groups,
                               const std::vector<std::string>& words);

}  // namespace mongokeep::cli
