#include "cli/settings/environment.h"

#include <fmt/format.h>

#include <string_view>

#include "base/text/nearest_name.h"
#include "base/text/word_list.h"
#include "cli/settings/setting_table.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

constexpr std::string_view prefix = "MONGOKEEP_";

const Setting* known(std::string_view variable) {
  for (const Setting& setting : all_settings()) {
    if (setting.variable == variable) return &setting;
  }
  return nullptr;
}

void refuse_misspelt(std::string_view variable) {
  std::vector<std::string> endings;
  for (const Setting& setting : all_settings()) {
    if (!setting.variable.empty()) endings.emplace_back(setting.variable.substr(prefix.size()));
  }
  // The common beginning is no likeness.
  const auto nearest = nearest_name(variable.substr(prefix.size()), endings);
  if (!nearest) return;
  throw Error(ErrorKind::configuration, "use the environment variable", std::string(variable),
              "there is no such variable", fmt::format("Did you mean {}{}?", prefix, *nearest));
}

}  // namespace

Environment read_environment(const std::vector<std::string>& entries) {
  Environment environment;
  for (const std::string& entry : entries) {
    const std::string_view text(entry);
    const std::size_t equals = text.find('=');
    if (!text.starts_with(prefix) || equals == std::string_view::npos) continue;
    const std::string_view variable = text.substr(0, equals);
    const std::string_view value = text.substr(equals + 1);
    const Setting* setting = known(variable);
    if (setting == nullptr) {
      refuse_misspelt(variable);
      environment.unknown.emplace_back(variable);
    } else if (!value.empty()) {
      environment.given[setting] = {
          Source::environment, std::string(variable),
          takes_many(*setting) ? split_words(value, ',') : std::vector<std::string>{std::string(value)}};
    }
  }
  return environment;
}

}  // namespace mongokeep::cli
