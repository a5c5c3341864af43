#include "table_words.h"

#include "cli/help.h"

namespace mongokeep::packaging {

using cli::Setting;
using cli::SettingGroup;
using cli::ValueKind;

Offer offer_for(const Setting& setting) {
  if (setting.kind == ValueKind::boolean) return Offer::nothing;
  if (setting.kind == ValueKind::choice) return Offer::words;
  if (setting.value_name == "FILE") return Offer::files;
  if (setting.value_name == "FOLDER") return Offer::folders;
  if (setting.value_name == "BACKUP") return Offer::backups;
  return Offer::unknown;
}

std::vector<const Setting*> settings_of(const cli::Command& command) {
  std::vector<const Setting*> settings;
  for (const SettingGroup group : command.groups) {
    for (const Setting& setting : cli::all_settings()) {
      if (setting.group == group && cli::is_shown(setting)) settings.push_back(&setting);
    }
  }
  return settings;
}

std::vector<std::string> dashed_names(const Setting& setting) {
  std::vector<std::string> names;
  for (std::string& name : cli::flag_names(setting)) {
    if (name.starts_with('-')) names.push_back(std::move(name));
  }
  return names;
}

bool is_bare_word(const Setting& setting) {
  return cli::flag_names(setting).size() > dashed_names(setting).size();
}

std::string value_word(const Setting& setting) {
  return setting.kind == ValueKind::choice ? "WORD" : std::string(setting.value_name);
}

std::string short_help(const Setting& setting) {
  std::string_view text = setting.help.substr(0, setting.help.find(". "));
  if (text.ends_with('.')) text.remove_suffix(1);
  return std::string(text);
}

}  // namespace mongokeep::packaging
