#include "cli/settings.h"

#include "cli/command.h"
#include "cli/config_file.h"
#include "cli/conflicts.h"
#include "cli/setting_table.h"
#include "cli/setting_value.h"

namespace mongokeep::cli {

namespace {

/// Adds what a weaker source says about settings that no stronger one has given.
void add_weaker(GivenValues& given, const GivenValues& weaker) {
  for (const auto& [setting, value] : weaker) {
    const Given value_in_form = checked(*setting, value);
    given.try_emplace(setting, value_in_form);
  }
}

}  // namespace

Settings load_settings(const Command& command, const GivenValues& flags, const GivenValues& environment) {
  GivenValues given;
  add_weaker(given, flags);
  add_weaker(given, environment);
  const auto config = given.find(&setting_named("--config"));
  if (config != given.end()) add_weaker(given, read_config_file(config->second.values.front()));
  settle_conflicts(given);

  Settings settings;
  for (const auto& [setting, value] : given) {
    if (setting->assign != nullptr && command.takes(*setting)) setting->assign(settings, value);
  }
  return settings;
}

}  // namespace mongokeep::cli
