#include "cli/flag_hint.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "base/text/nearest_name.h"
#include "base/text/word_list.h"
#include "cli/commands.h"
#include "cli/settings/tool_flags.h"

namespace mongokeep::cli {

namespace {

std::string last_part(std::string_view key) {
  return std::string(key.substr(key.rfind('.') + 1));
}

/// Which commands have exactly this flag, in words; nothing where none has.
std::optional<std::string> owners_of(const std::string& flag) {
  std::vector<std::string> owners;
  for (const Command& command : all_commands()) {
    for (const Setting& setting : all_settings()) {
      const std::vector<std::string> names = flag_names(setting);
      const bool is_it = flag.starts_with("-") && std::find(names.begin(), names.end(), flag) != names.end();
      if (is_it && is_in(setting, command.groups)) owners.push_back(fmt::format("`{}`", command.name));
    }
  }
  if (owners.empty()) return std::nullopt;
  return listed(owners, "and") + (owners.size() == 1 ? " has it" : " have it");
}

/// By its own name, or by the name of its key in a configuration file (--database is --db).
std::optional<std::string> nearest_flag(std::span<const SettingGroup> groups, const std::string& flag) {
  std::vector<std::string> flags;
  std::vector<std::string> keys;
  std::vector<std::string> flags_of_keys;
  for (const Setting& setting : all_settings()) {
    if (!is_in(setting, groups)) continue;
    const std::string name = shown_flag(setting);
    if (!name.starts_with("--")) continue;
    flags.push_back(name);
    if (setting.key.empty()) continue;
    keys.push_back(last_part(setting.key));
    flags_of_keys.push_back(name);
  }
  if (auto nearest = nearest_name(flag, flags)) return nearest;
  const auto key = nearest_name(flag, keys);
  if (!key) return std::nullopt;
  return flags_of_keys[static_cast<std::size_t>(std::find(keys.begin(), keys.end(), *key) - keys.begin())];
}

}  // namespace

std::string flag_hint(std::string_view command, std::span<const SettingGroup> groups, const std::string& flag) {
  const bool connects = is_in(setting_named("uri"), groups);
  if (is_connection_flag(flag) && !connects) return "Leave it out: this command needs no server";
  if (const auto hint = tool_flag_hint(command, flag)) return std::string(*hint);
  if (const auto owners = owners_of(flag)) return *owners;
  if (flag.starts_with("--")) {
    if (const auto nearest = nearest_flag(groups, flag)) return fmt::format("Did you mean {}?", *nearest);
  }
  return fmt::format("`mongokeep {} --help` lists the flags", command);
}

}  // namespace mongokeep::cli
