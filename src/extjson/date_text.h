#pragma once

#include <cstdint>

namespace mongokeep::extjson {

/// Milliseconds since 1970 for which the relaxed form has a date: the years 1970 to 9999.
inline constexpr std::int64_t last_relaxed_date = 253'402'300'799'999;
inline constexpr bool has_relaxed_date(std::int64_t milliseconds) {
  return milliseconds >= 0 && milliseconds <= last_relaxed_date;
}

/// Milliseconds since 1970 that ECMAScript's Date can hold, to either side.
inline constexpr std::int64_t furthest_script_date = 8'640'000'000'000'000;
inline constexpr bool has_script_date(std::int64_t milliseconds) {
  return milliseconds >= -furthest_script_date && milliseconds <= furthest_script_date;
}

/// Writes a date of which has_relaxed_date() holds as relaxed Extended JSON has it: "2012-12-24T12:15:30.501Z",
/// without a fraction where it is zero.
char* write_relaxed_date(char* out, std::int64_t milliseconds);

/// Writes a date of which has_script_date() holds as Date.prototype.toISOString does: always with a fraction, and
/// with a sign and six digits for years outside 0 to 9999.
char* write_script_date(char* out, std::int64_t milliseconds);

}  // namespace mongokeep::extjson
