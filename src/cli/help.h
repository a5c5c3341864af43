#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace mongokeep::cli {

/// What stands above a group's settings, in the help and in the man page.
std::string_view heading(SettingGroup group);

/// Whether help, man page and completions name the setting: what the version cannot do yet has no place there.
bool is_shown(const Setting& setting);

/// Exit codes and their meanings, a line or more for each.
std::string code_list(const std::vector<ExitCode>& codes);

/// A term in the left column, its meaning in the right one, which begins at `column`.
std::string help_entry(const std::string& term, const std::string& meaning, std::size_t column);

/// The text in lines of at most 80 columns.
std::string help_paragraph(std::string_view text);

/// What `mongokeep help` prints: the commands, in at most 80 columns.
std::string program_help();

/// What `mongokeep COMMAND --help` prints: usage, settings by group, examples and exit codes, in at most 80 columns.
std::string command_help(const Command& command);

}  // namespace mongokeep::cli
