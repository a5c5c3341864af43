#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/settings/setting_table.h"

namespace mongokeep::cli {

/// Something beside commands and settings that `mongokeep help` explains.
struct HelpTopic {
  std::string_view name;
  std::string_view summary;
  std::string (*text)();
};

/// Every topic. A new one is a function that writes the page and a row in help_page.cpp.
const std::vector<HelpTopic>& help_topics();

/// What `mongokeep help WORD` prints: of a command, a topic, or a setting by its key, variable or flag (also without
/// dashes). Throws Error{usage}, with the nearest name, where there is none of them.
std::string help_page(std::string_view word);

/// What it prints of a setting, in at most 80 columns.
std::string setting_help(const Setting& setting);

}  // namespace mongokeep::cli
