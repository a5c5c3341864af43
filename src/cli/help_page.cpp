#include "cli/help_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text/nearest_name.h"
#include "cli/commands.h"
#include "cli/exit_codes.h"
#include "cli/help.h"
#include "cli/settings/setting_facts.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

constexpr std::size_t fact_column = 16;

std::string without_dashes(std::string_view flag) {
  return std::string(flag.substr(std::min(flag.find_first_not_of('-'), flag.size())));
}

std::vector<std::string> names_of_setting(const Setting& setting) {
  std::vector<std::string> names = flag_names(setting);
  if (!setting.variable.empty()) names.emplace_back(setting.variable);
  if (!setting.key.empty()) names.emplace_back(setting.key);
  return names;
}

/// The only one whose key ends so: `days_to_keep` for `retention.days_to_keep`. One of each [[stores]] gives way.
const Setting* setting_with_ending(std::string_view word) {
  const Setting* found = nullptr;
  const Setting* of_stores = nullptr;
  for (const Setting& setting : all_settings()) {
    if (!setting.key.ends_with("." + std::string(word))) continue;
    if (is_of_each_store(setting)) {
      of_stores = &setting;
      continue;
    }
    if (found != nullptr) return nullptr;
    found = &setting;
  }
  return found != nullptr ? found : of_stores;
}

const Setting* setting_meant(std::string_view word) {
  for (const Setting& setting : all_settings()) {
    for (const std::string& name : names_of_setting(setting)) {
      // One letter alone is no name.
      const bool is_bare = name.starts_with("--") && without_dashes(name) == word;
      if (name == word || is_bare) return &setting;
    }
  }
  return setting_with_ending(word);
}

std::string fact(std::string_view name, const std::string& text) {
  return help_entry(std::string(name), text, fact_column);
}

std::string flag_text(const Setting& setting) {
  const std::string flag = shown_flag(setting);
  if (!flag.starts_with("-")) {
    return setting.value_name == "URI" ? "none: do not put a secret on the command line" : "none";
  }
  std::string text;
  for (const std::string& name : flag_names(setting)) {
    if (!name.starts_with("-")) continue;
    text += text.empty() ? name : ", " + name;
  }
  const bool has_value = setting.kind != ValueKind::boolean;
  text += has_value ? fmt::format(" {}", setting.kind == ValueKind::choice ? "WORD" : setting.value_name) : "";
  // A list of processes shows command lines, until the program has overwritten its own.
  if (setting.value_name == "URI")
    text += ". If it contains a password, use a file: other users can see the command line";
  return text;
}

std::string commands_that_take(const Setting& setting) {
  std::string text;
  for (const Command& command : all_commands()) {
    if (!is_in(setting, command.groups)) continue;
    text += fmt::format("{}{}", text.empty() ? "" : ", ", command.name);
  }
  return text;
}

std::string indented(std::string_view lines) {
  std::string text = "  ";
  for (const char c : lines) {
    text += c;
    if (c == '\n') text += "  ";
  }
  return text + "\n";
}

Error unknown(std::string_view word) {
  std::vector<std::string> names;
  for (const Command& command : all_commands()) names.emplace_back(command.name);
  for (const HelpTopic& topic : help_topics()) names.emplace_back(topic.name);
  for (const Setting& setting : all_settings()) {
    const std::vector<std::string> more = names_of_setting(setting);
    names.insert(names.end(), more.begin(), more.end());
  }
  const auto nearest = nearest_name(word, names);
  return Error(ErrorKind::usage, "explain", std::string(word), "there is no command, topic or setting of this name",
               nearest ? fmt::format("Did you mean {}?", *nearest)
                       : "`mongokeep help` lists the commands, and `mongokeep COMMAND --help` its settings");
}

}  // namespace

const std::vector<HelpTopic>& help_topics() {
  static const std::vector<HelpTopic> topics = {{exit_codes_topic, "The exit codes", exit_codes_help}};
  return topics;
}

std::string setting_help(const Setting& setting) {
  const std::string name = setting.key.empty() ? shown_flag(setting) : std::string(setting.key);
  std::string text = (name.empty() ? std::string(setting.variable) : name) + "\n\n";
  text += help_paragraph(purpose(setting)) + "\n";
  text += fact("Takes", allowed_values(setting));
  if (const auto usual = default_text(setting)) {
    text += fact("Default", *usual);
  } else {
    text += fact("Default", setting.kind == ValueKind::boolean ? "false" : "not set");
  }
  text += fact("File", setting.key.empty() ? "none" : std::string(setting.key));
  text += fact("Environment", setting.variable.empty() ? "none" : std::string(setting.variable));
  text += fact("Flag", flag_text(setting));
  text += fact("Commands", commands_that_take(setting));
  if (!setting.key.empty()) text += "\nIn the file of --config:\n" + indented(example_lines(setting));
  return text;
}

std::string help_page(std::string_view word) {
  for (const Command& command : all_commands()) {
    if (command.name == word) return command_help(command);
  }
  for (const HelpTopic& topic : help_topics()) {
    if (topic.name == word) return topic.text();
  }
  const Setting* setting = setting_meant(word);
  if (setting == nullptr) throw unknown(word);
  return setting_help(*setting);
}

}  // namespace mongokeep::cli
