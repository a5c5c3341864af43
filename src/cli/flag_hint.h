#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/settings/setting_table.h"

namespace mongokeep::cli {

/// What to do about a flag that a command does not have, in a sentence: what stands here for a flag of the MongoDB
/// tools, which command has it, or the nearest one that this command has. `flag` with its dashes, without a value.
std::string flag_hint(std::string_view command, std::span<const SettingGroup> groups, const std::string& flag);

}  // namespace mongokeep::cli
