#include "store/secrets.h"

#include <string>
#include <string_view>

#include "base/text/secret_name.h"
#include "base/text/word_list.h"
#include "store/rclone_config.h"

namespace mongokeep::store {

namespace {

void learn(std::string_view line, Redactor& secrets) {
  const auto setting = rclone_setting_in(line);
  if (!setting) return;
  const bool is_word = setting->value == "true" || setting->value == "false";
  if (!setting->value.empty() && !is_word && is_secret_name(setting->name)) secrets.add_secret(setting->value);
}

}  // namespace

Redactor secrets_of(std::string_view config, const std::vector<std::string>& environment) {
  Redactor secrets;
  for (const std::string& entry : environment) {
    if (entry.starts_with("RCLONE_CONFIG_") || is_cloud_variable(entry)) learn(entry, secrets);
  }
  for (const std::string_view line : split(config, '\n')) learn(line, secrets);
  return secrets;
}

}  // namespace mongokeep::store
