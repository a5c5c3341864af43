#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace mongokeep {

/// The instant in UTC as ISO 8601 with milliseconds: "2024-02-20T01:00:00.000Z".
std::string utc_text(std::chrono::system_clock::time_point time);

/// Reads what utc_text wrote; nothing for any other text.
std::optional<std::chrono::system_clock::time_point> parse_utc_text(const std::string& text);

}  // namespace mongokeep
