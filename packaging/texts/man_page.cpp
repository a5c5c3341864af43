#include "man_page.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_codes.h"
#include "cli/help.h"
#include "mongokeep/version.h"
#include "quoting.h"
#include "table_words.h"

namespace mongokeep::packaging {

namespace {

std::string bold(std::string_view text) {
  return fmt::format("\\fB{}\\fR", roff_text(text));
}

std::string italic(std::string_view text) {
  return fmt::format("\\fI{}\\fR", roff_text(text));
}

/// A term, and indented below it what it means.
std::string entry(const std::string& term, const std::string& meaning) {
  return fmt::format(".TP\n{}\n{}\n", term, meaning);
}

std::string paragraphs(std::string_view description) {
  std::string text;
  while (!description.empty()) {
    const std::size_t end = std::min(description.find("\n\n"), description.size());
    text += fmt::format(".PP\n{}\n", roff_prose(description.substr(0, end)));
    description.remove_prefix(std::min(end + 2, description.size()));
  }
  return text;
}

std::string synopsis() {
  std::string text = ".SH SYNOPSIS\n";
  for (const cli::Command& command : cli::all_commands()) {
    text += fmt::format("{} {}\n.br\n", bold(fmt::format("mongokeep {}", command.name)), roff_text(command.arguments));
  }
  text += fmt::format("{} [{}|{}]\n.br\n", bold("mongokeep help"), italic("COMMAND"), italic("SETTING"));
  text += bold(fmt::format("mongokeep help {}", cli::exit_codes_topic)) + "\n.br\n";
  return text + bold("mongokeep --version") + "\n";
}

std::string section_of(const cli::Command& command) {
  std::string text =
      fmt::format(".SS \"mongokeep {}\"\n{}\\&.\n", roff_text(command.name), roff_prose(command.summary));
  text += paragraphs(command.description);
  std::vector<std::string> headings;
  for (const cli::SettingGroup group : command.groups) headings.push_back(italic(cli::heading(group)));
  text += fmt::format(".PP\nOptions: {}\\&.\n", fmt::join(headings, ", "));
  for (const cli::Example& example : command.examples) {
    text += fmt::format(".PP\n.EX\n.RS 4\n{}\n.RE\n.EE\n", roff_text(example.line));
    if (!example.meaning.empty()) text += fmt::format(".RS 8\n{}\n.RE\n", roff_prose(example.meaning));
  }
  text += ".PP\nExit codes:\n";
  for (const cli::ExitCode& code : command.exit_codes) text += entry(bold(code.code), roff_prose(code.meaning));
  return text;
}

std::string term(const cli::Setting& setting) {
  std::vector<std::string> names = dashed_names(setting);
  const std::string value = value_word(setting);
  if (names.empty()) {
    return is_bare_word(setting) ? italic(value) : fmt::format("{}={}", bold(setting.variable), italic(value));
  }
  for (std::string& name : names) name = bold(name);
  return fmt::format("{}{}", fmt::join(names, ", "), value.empty() ? "" : " " + italic(value));
}

std::string meaning(const cli::Setting& setting) {
  std::string text = roff_prose(setting.help);
  std::vector<std::string> others;
  const bool has_flag = !setting.flag.empty();
  if (has_flag && !setting.variable.empty()) others.push_back(bold(setting.variable));
  if (!setting.key.empty()) others.push_back(bold(setting.key));
  if (!others.empty()) text += fmt::format("\n[{}]", fmt::join(others, ", "));
  return text;
}

std::string section_of(cli::SettingGroup group) {
  std::vector<std::string> takers;
  for (const cli::Command& command : cli::all_commands()) {
    if (std::find(command.groups.begin(), command.groups.end(), group) != command.groups.end()) {
      takers.push_back(bold(command.name));
    }
  }
  std::string entries;
  for (const cli::Setting& setting : cli::all_settings()) {
    if (setting.group == group && cli::is_shown(setting)) entries += entry(term(setting), meaning(setting));
  }
  if (takers.empty() || entries.empty()) return "";
  return fmt::format(".SS \"{}\"\nFor {}\\&.\n{}", roff_text(cli::heading(group)), fmt::join(takers, ", "), entries);
}

/// The groups in the order of the table.
std::vector<cli::SettingGroup> groups() {
  std::vector<cli::SettingGroup> found;
  for (const cli::Setting& setting : cli::all_settings()) {
    if (std::find(found.begin(), found.end(), setting.group) == found.end()) found.push_back(setting.group);
  }
  return found;
}

constexpr std::string_view description = R"(.SH DESCRIPTION
.B mongokeep
copies the collections of a MongoDB database into a dated folder of JSON files that a person can read\&. It checks and
restores such backups, and removes old ones\&. It connects as an ordinary client and needs no other program\&.
)";

constexpr std::string_view sources = R"(.SH CONFIGURATION
In the sections above, the brackets after an option name its environment variable and its key in the configuration file\&.
A flag overrides a variable, and a variable overrides the file\&. The file is given with
.B \-\-config
or
.BR MONGOKEEP_CONFIG \&.
It is TOML; a key with a dot belongs into a table:
.B schedule\&.timezone
is
.B timezone
below
.BR [schedule] \&.
An unknown key or flag is an error; the message suggests the nearest known name\&. A misspelt variable is an error, too\&.
In a variable, separate the elements of a list by commas\&.
.PP
Put a connection string with a password into the file of
.BR MONGOKEEP_URI_FILE :
everybody on the machine can see flags, and often also read the configuration file\&.
.SH FILES
.TP
.I /etc/mongokeep/mongokeep\&.toml
The configuration of the service
.BR mongokeep\&.service .
Other commands read it only with
.BR \-\-config .
.TP
.I /etc/mongokeep/uri
The connection string for the service; readable by root only\&.
.TP
.I .schedule\&.json
In the root: the times of the last runs of
.BR "mongokeep run" \&.
The lock files
.I .lock
and
.I .schedule\&.lock
are beside it\&.
.TP
.I /var/lib/mongokeep/backup
The default root of the service\&.
.SH SEE ALSO
.BR systemctl (1),
.BR systemd\&.time (7),
.BR jq (1)
)";

}  // namespace

std::string man_page() {
  std::string text = ".\\\" Made by mongokeep_texts from the program's tables of commands and settings.\n";
  text += fmt::format(".TH MONGOKEEP 1 \"\" \"mongokeep {}\" \"User Commands\"\n", roff_text(version()));
  text += ".SH NAME\nmongokeep \\- backups of MongoDB as JSON files that a person can read\n";
  text += synopsis();
  text += description;
  text += ".SH COMMANDS\n";
  for (const cli::Command& command : cli::all_commands()) text += section_of(command);
  text += ".SH OPTIONS\n";
  for (const cli::SettingGroup group : groups()) text += section_of(group);
  text += ".SH EXIT STATUS\n";
  for (const cli::ExitCode& code : cli::all_exit_codes()) text += entry(bold(code.code), roff_prose(code.meaning));
  text += fmt::format(".PP\n{}\n", roff_prose(cli::exit_codes_note()));
  return text + std::string(sources);
}

}  // namespace mongokeep::packaging
