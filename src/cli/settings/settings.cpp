#include "cli/settings/settings.h"

#include <array>

#include "cli/settings/config_file.h"
#include "cli/settings/conflicts.h"
#include "cli/settings/setting_table.h"
#include "cli/settings/setting_value.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

/// Adds what a weaker source says about settings that no stronger one has given.
void add_weaker(GivenValues& given, const GivenValues& weaker) {
  for (const auto& [setting, value] : weaker) {
    const Given value_in_form = checked(*setting, value);
    given.try_emplace(setting, value_in_form);
  }
}

std::vector<std::string> choice_in(const GivenValues& given) {
  constexpr std::array groups = {SettingGroup::choice_of_collections, SettingGroup::selection};
  Settings chosen;
  for (const auto& [setting, value] : given) {
    if (setting->assign != nullptr && is_in(*setting, groups)) setting->assign(chosen, value);
  }
  return selection_of(chosen.backup);
}

}  // namespace

void Settings::require_uri(const char* operation) const {
  if (!uri.empty()) return;
  throw Error(ErrorKind::usage, operation, "", "no connection string was given",
              "Set --uri, MONGOKEEP_URI or MONGOKEEP_URI_FILE, or `uri` in the configuration file");
}

void Settings::require_stores(const char* operation) const {
  if (!stores.stores.empty()) return;
  throw Error(ErrorKind::configuration, operation, "", "no stores are configured",
              "Describe them in the configuration file, under [[stores]]: `mongokeep help stores.name`");
}

bool Settings::holds_keys() const {
  return keys.is_given() || backup.encryption.is_wanted() || !new_key_file.empty();
}

BackupSettings Settings::backup_settings() const {
  BackupSettings chosen = backup;
  chosen.stores = stores;
  // Beside recipients it can only be that of the identity file, for drills. Without such a file it contradicts them,
  // whatever source either is from: which readers there are is no matter of precedence.
  const bool opens_identity = chosen.encryption.is_wanted() && has_identity;
  if (!opens_identity) chosen.encryption.passphrase_file = keys.passphrase_file;
  return chosen;
}

RestoreSettings Settings::drill_settings() const {
  RestoreSettings chosen;
  chosen.keys = keys;
  chosen.root = backup.root;
  chosen.stores = stores;
  chosen.backup = chosen_backup.empty() ? "latest" : chosen_backup;
  chosen.usual_selection = usual_selection;
  chosen.parallel_collections = backup.parallel_collections;
  chosen.convert_legacy_indexes = restore.convert_legacy_indexes;
  return chosen;
}

StoreServiceSettings Settings::store_service_settings() const {
  return {.root = backup.root,
          .stores = stores,
          .days_to_keep = tasks.days_to_keep,
          .keep = backup.keep,
          .file_mode = backup.file_mode};
}

LogLevel Settings::least_level() const {
  if (quiet) return LogLevel::warning;
  return verbose ? LogLevel::debug : LogLevel::info;
}

Settings load_settings(std::span<const SettingGroup> groups, const GivenValues& flags, const GivenValues& environment) {
  GivenValues given;
  add_weaker(given, flags);
  add_weaker(given, environment);
  const auto config = given.find(&setting_named("--config"));
  GivenValues file;
  if (config != given.end()) file = read_config_file(config->second.values.front());
  add_weaker(given, file);
  settle_conflicts(given);

  Settings settings;
  settings.usual_selection = choice_in(given);
  settings.sources = sources_of(given, {flags, environment, file});
  settings.has_identity = given.contains(&setting_named("identity_file"));
  for (const auto& [setting, value] : given) {
    if (setting->assign != nullptr && is_in(*setting, groups)) setting->assign(settings, value);
  }
  return settings;
}

}  // namespace mongokeep::cli
