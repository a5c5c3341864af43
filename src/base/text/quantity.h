#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/text/counted.h"

namespace mongokeep {

// Quantities as a person reads them; counts are in base/counted.h.

/// Bytes in binary units, three digits: "0 B", "999 B", "1.21 KiB", "12.3 MiB".
std::string size_text(std::uint64_t bytes);

/// Bytes a second, in decimal units as speeds are given: "45.2 MB/s".
std::string speed_text(double bytes_per_second);

/// "0.4 s", "12 s", "3 min 05 s", "2 h 07 min".
std::string duration_text(std::chrono::milliseconds duration);

/// How old something is, in the two largest units and rounded up, so that nothing too old looks as if it were not:
/// "12 s", "5 h", "26 h 05 min", from two days on "3 days", "3 days 4 h".
std::string age_text(std::chrono::seconds age);

/// For what is left: "0:09", "12:34", "1:02:03".
std::string countdown_text(std::chrono::seconds left);

}  // namespace mongokeep
