#include "cli/help.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.h"
#include "cli/exit_codes.h"
#include "cli/terminal/text_width.h"

namespace mongokeep::cli {

namespace {

constexpr std::size_t page_width = 80;
constexpr std::size_t help_column = 30;

/// The text in lines of at most page_width columns, each but the first indented.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t first_column) {
  std::string lines;
  std::size_t column = first_column;
  bool fresh = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t width = display_width(word);
    if (!fresh && column + 1 + width > page_width) {
      lines += "\n" + std::string(indent, ' ');
      column = indent;
      fresh = true;
    }
    if (!fresh) {
      lines += ' ';
      ++column;
    }
    lines += word;
    column += width;
    fresh = false;
  }
  return lines + "\n";
}

std::string term(const Setting& setting) {
  std::string names;
  for (const std::string& name : flag_names(setting)) {
    if (!name.starts_with("-") && setting.flag != name) continue;
    if (!names.empty()) names += ", ";
    names += name;
  }
  if (names.empty()) return std::string(setting.variable) + "=" + std::string(setting.value_name);
  if (!names.starts_with("-")) return std::string(setting.value_name);
  // A short name in front takes four columns, so that the long ones stand below each other.
  if (names.starts_with("--")) names = "    " + names;
  if (setting.kind == ValueKind::choice) return names + " WORD";
  return setting.value_name.empty() ? names : fmt::format("{} {}", names, setting.value_name);
}

std::string meaning(const Setting& setting) {
  const std::string text(setting.help);
  std::string others;
  if (!setting.flag.empty()) others = setting.variable;
  if (!setting.key.empty()) others += fmt::format("{}{}", others.empty() ? "" : ", ", setting.key);
  return others.empty() ? text : fmt::format("{} [{}]", text, others);
}

std::string group_help(SettingGroup group) {
  std::string text = fmt::format("\n{}:\n", heading(group));
  for (const Setting& setting : all_settings()) {
    if (setting.group == group && is_shown(setting)) text += help_entry(term(setting), meaning(setting), help_column);
  }
  return text;
}

std::string paragraphs(std::string_view description) {
  std::string text;
  while (!description.empty()) {
    const std::size_t end = std::min(description.find("\n\n"), description.size());
    text += "\n" + wrapped(description.substr(0, end), 0, 0);
    description.remove_prefix(std::min(end + 2, description.size()));
  }
  return text;
}

}  // namespace

std::string help_entry(const std::string& term, const std::string& meaning, std::size_t column) {
  std::string line = "  " + term;
  const std::size_t width = display_width(line);
  if (width + 2 > column) {
    line += "\n" + std::string(column, ' ');
  } else {
    line += std::string(column - width, ' ');
  }
  return line + wrapped(meaning, column, column);
}

std::string help_paragraph(std::string_view text) {
  return wrapped(text, 0, 0);
}

std::string_view heading(SettingGroup group) {
  switch (group) {
    case SettingGroup::backup_choice: return "Backup";
    case SettingGroup::stored_collection: return "Collection";
    case SettingGroup::new_key: return "Key";
    case SettingGroup::connection: return "Connection";
    case SettingGroup::reading: return "Reading";
    case SettingGroup::parallelism: return "Parallelism";
    case SettingGroup::database_choice: return "Database";
    case SettingGroup::choice_of_collections: return "Collections";
    case SettingGroup::selection: return "What to copy";
    case SettingGroup::restoring: return "Restore";
    case SettingGroup::verification: return "Verification";
    case SettingGroup::store: return "Location";
    case SettingGroup::form: return "File format";
    case SettingGroup::encryption: return "Encryption";
    case SettingGroup::passphrase: return "Passphrase";
    case SettingGroup::keys: return "Keys";
    case SettingGroup::legacy: return "Indexes of old servers";
    case SettingGroup::downgrade: return "Unsealed backups";
    case SettingGroup::alarms: return "Warnings";
    case SettingGroup::run_choice: return "Run";
    case SettingGroup::schedule: return "Schedule";
    case SettingGroup::drill: return "Drill";
    case SettingGroup::hooks: return "Hooks";
    case SettingGroup::rehearsal: return "Dry run";
    case SettingGroup::health: return "Health";
    case SettingGroup::retention: return "Retention";
    case SettingGroup::stores: return "Stores";
    case SettingGroup::store_choice: return "Store";
    case SettingGroup::store_words: return "Check";
    case SettingGroup::push_choice: return "What to ship";
    case SettingGroup::store_filter: return "Which stores";
    case SettingGroup::result: return "Output";
    case SettingGroup::progress: return "Progress";
    case SettingGroup::general: return "General";
  }
  return "";
}

bool is_shown(const Setting& setting) {
  return !setting.flag.empty() || setting.group == SettingGroup::connection ||
         setting.group == SettingGroup::verification || setting.group == SettingGroup::drill ||
         setting.group == SettingGroup::hooks;
}

std::string code_list(const std::vector<ExitCode>& codes) {
  std::string text;
  for (const ExitCode& code : codes) text += help_entry(std::string(code.code), std::string(code.meaning), 12);
  return text;
}

std::string program_help() {
  std::string text =
      "Usage: mongokeep COMMAND [OPTIONS]\n\nBackups of MongoDB as JSON files that a person can read.\n\nCommands:\n";
  for (const Command& command : all_commands()) {
    text += help_entry(std::string(command.name), std::string(command.summary), 12);
  }
  text +=
      "\n" + help_paragraph(fmt::format("`mongokeep COMMAND --help` describes one command. `mongokeep help SETTING` "
                                        "describes a setting, and `mongokeep help {}` the exit codes. `mongokeep "
                                        "--version` prints the version.",
                                        exit_codes_topic));
  return text;
}

std::string command_help(const Command& command) {
  std::string text = fmt::format("Usage: mongokeep {} {}\n", command.name, command.arguments);
  text += paragraphs(command.description);
  for (const SettingGroup group : command.groups) text += group_help(group);
  text += "\n" +
          wrapped("In brackets: the environment variable and the key in the configuration file for the same setting.",
                  0, 0);
  text += "\nExamples:\n";
  for (const Example& example : command.examples) {
    text += fmt::format("  {}\n", example.line);
    if (!example.meaning.empty()) text += "      " + wrapped(example.meaning, 6, 6);
  }
  text += "\nExit codes:\n";
  return text + code_list(command.exit_codes);
}

}  // namespace mongokeep::cli
