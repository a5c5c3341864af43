#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/exit_codes.h"

namespace mongokeep::packaging {

/// What a shell can offer for a setting's value.
enum class Offer {
  nothing,  ///< it takes no value
  unknown,  ///< it takes one that nobody but the user knows
  words,    ///< a choice's
  files,
  folders,
  backups,  ///< names under the root, `latest`, and folders
};

Offer offer_for(const cli::Setting& setting);

/// The settings that a command takes and its help shows, in the order of the help.
std::vector<const cli::Setting*> settings_of(const cli::Command& command);

/// The names with dashes, the short one first. Empty: the setting is a bare word, or no flag at all.
std::vector<std::string> dashed_names(const cli::Setting& setting);

/// Whether a bare word of the command line can be the setting's value.
bool is_bare_word(const cli::Setting& setting);

/// What stands for the value in a text: "FILE", "WORD" for a choice.
std::string value_word(const cli::Setting& setting);

/// The first sentence of the help, without its full stop: as much as a menu has room for.
std::string short_help(const cli::Setting& setting);

/// A word before the commands, or in their place, that stands in no table.
struct PlainWord {
  std::string_view name;
  std::string_view help;
};
constexpr PlainWord help_word{"help", "Show the commands, or the help of one command or setting"};
/// What `help` takes beside the commands.
constexpr PlainWord exit_codes_word{cli::exit_codes_topic, "Show the exit codes"};
constexpr PlainWord help_flag{"--help", "Show the commands and exit"};
constexpr PlainWord version_flag{"--version", "Print the version and exit"};

}  // namespace mongokeep::packaging
