#include "cli/settings/setting_sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "cli/settings/setting_table.h"
#include "mongokeep/redactor.h"

namespace mongokeep::cli {

namespace {

bool holds_password(const std::string& uri) {
  return Redactor(uri).holds_secret();
}

bool is_connection_string(const Setting& setting) {
  return setting.key == "uri" || setting.key == "drill.uri";
}

/// Whether its value is the name of a file that holds a connection string.
bool names_secret_file(const Setting& setting) {
  return setting.variable == "MONGOKEEP_URI_FILE" || setting.variable == "MONGOKEEP_DRILL_URI_FILE" ||
         setting.variable == "MONGOKEEP_AGAINST_FILE";
}

/// Whoever knows such an address can report in our name.
bool is_secret_address(const Setting& setting) {
  return setting.key.starts_with("hooks.") && setting.key.ends_with("ping_url");
}

bool holds_secret(const GivenValues& file) {
  return std::any_of(file.begin(), file.end(), [](const auto& entry) {
    const auto& [setting, value] = entry;
    return is_secret_address(*setting) || (is_connection_string(*setting) && holds_password(value.values.front()));
  });
}

/// A connection string is a secret, wherever it stands: the origin names the place only.
void add_overruled(std::vector<std::string>& overruled, const GivenValues& used, const GivenValues& weaker) {
  for (const auto& [setting, value] : weaker) {
    const auto winner = used.find(setting);
    if (winner == used.end()) {
      overruled.push_back(fmt::format("{} is ignored: a stronger source contradicts it", value.origin));
    } else if (winner->second.origin != value.origin) {
      overruled.push_back(fmt::format("{} is overridden by {}", value.origin, winner->second.origin));
    }
  }
}

}  // namespace

SettingSources sources_of(const GivenValues& used, const std::array<GivenValues, 3>& given) {
  const auto& [flags, environment, file] = given;
  SettingSources sources;
  sources.in_file = file.size();
  sources.in_environment = environment.size();
  add_overruled(sources.overruled, used, environment);
  add_overruled(sources.overruled, used, file);
  if (const auto config = used.find(&setting_named("--config")); config != used.end()) {
    sources.config_file = config->second.values.front();
    if (holds_secret(file)) sources.secret_files.push_back(sources.config_file);
  }
  for (const auto& [setting, value] : used) {
    if (names_secret_file(*setting)) sources.secret_files.push_back(value.values.front());
  }
  return sources;
}

}  // namespace mongokeep::cli
