#include "hooks/command_environment.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text/secret_name.h"
#include "hooks/words.h"

namespace mongokeep::hooks {

namespace {

constexpr std::string_view task_variable = "MKHOOK_TASK=";
constexpr std::string_view event_variable = "MKHOOK_EVENT=";

/// Beginnings of the entries that are not handed on.
constexpr auto withheld = std::to_array<std::string_view>(
    {"MONGOKEEP_URI=", "MONGOKEEP_URI_FILE=", "MONGOKEEP_DRILL_URI=", "MONGOKEEP_DRILL_URI_FILE=", "MONGOKEEP_AGAINST=",
     "MONGOKEEP_AGAINST_FILE=", "MONGOKEEP_HOOKS_", "RCLONE_", task_variable, event_variable});

bool is_withheld(std::string_view entry) {
  const std::string_view name = entry.substr(0, entry.find('='));
  // Without its secret a key's name is of no use, and keeps AWS's tools from asking for the machine's role.
  if (is_cloud_variable(name) && (is_secret_name(name) || name == "AWS_ACCESS_KEY_ID")) return true;
  return std::any_of(withheld.begin(), withheld.end(),
                     [&](std::string_view beginning) { return entry.starts_with(beginning); });
}

}  // namespace

std::vector<std::string> command_environment(const char* const* ours, const Notice& notice) {
  std::vector<std::string> entries;
  for (; *ours != nullptr; ++ours) {
    if (!is_withheld(*ours)) entries.emplace_back(*ours);
  }
  entries.push_back(std::string(task_variable).append(word_for(notice.task)));
  entries.push_back(std::string(event_variable).append(word_for(notice.happening)));
  return entries;
}

}  // namespace mongokeep::hooks
