#pragma once

#include <cstdint>

namespace mongokeep::extjson {

inline constexpr std::int64_t milliseconds_per_minute = 60'000;
inline constexpr std::int64_t milliseconds_per_hour = 60 * milliseconds_per_minute;
inline constexpr std::int64_t milliseconds_per_day = 24 * milliseconds_per_hour;

/// The Gregorian calendar repeats after this many years.
inline constexpr std::int64_t years_per_era = 400;
inline constexpr std::int64_t days_per_era = 146'097;

}  // namespace mongokeep::extjson
