#pragma once

#include <string>
#include <string_view>

#include "cli/command.h"

namespace mongokeep::cli {

/// What stands above a group's settings, in the help and in the man page.
std::string_view heading(SettingGroup group);

/// Whether help, man page and completions name the setting: what the version cannot do yet has no place there.
bool is_shown(const Setting& setting);

/// What `mongokeep help` prints: the commands, in at most 80 columns.
std::string program_help();

/// What `mongokeep COMMAND --help` prints: usage, settings by group, examples and exit codes, in at most 80 columns.
std::string command_help(const Command& command);

}  // namespace mongokeep::cli
