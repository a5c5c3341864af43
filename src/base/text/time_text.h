#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace mongokeep {

/// The instant in UTC as ISO 8601 with milliseconds: "2024-02-20T01:00:00.000Z".
std::string utc_text(std::chrono::system_clock::time_point time);

/// Reads what utc_text wrote; nothing for any other text.
std::optional<std::chrono::system_clock::time_point> parse_utc_text(const std::string& text);

/// The wall clock in `zone` (empty: the system's): "2024-02-20 01:00:00".
/// Throws Error{configuration} for a zone that is not known.
std::string local_time_text(std::chrono::system_clock::time_point time, const std::string& zone);

}  // namespace mongokeep
