#pragma once

#include <optional>
#include <string_view>

namespace mongokeep::cli {

/// What to do here instead of a flag of mongodump or mongorestore that `command` does not have; nothing where neither
/// tool has such a flag. `flag` with its dashes, without a value.
std::optional<std::string_view> tool_flag_hint(std::string_view command, std::string_view flag);

/// Whether the flag is one that says where the tools' server is, or who logs in.
bool is_connection_flag(std::string_view flag);

}  // namespace mongokeep::cli
