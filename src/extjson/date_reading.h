#pragma once

#include <cstdint>
#include <string_view>

namespace mongokeep::extjson {

/// A date read, or where its text is wrong.
struct DateReading {
  std::int64_t milliseconds = 0;  ///< since 1970
  const char* wrong = nullptr;    ///< the first character that is not what it has to be; none in a date
};

/// Reads a date of ISO 8601 as RFC 3339 has it, "2012-12-24T12:15:30.501Z": the fraction may be absent, the zone may be
/// an offset with or without its colon or minutes, the year may have a sign and six digits. A fraction finer than a
/// millisecond is wrong, since it would be lost. There must be a character behind the text.
DateReading read_date(std::string_view text);

/// The same, of the one text that a date has in ECMAScript (Date.prototype.toISOString).
DateReading read_script_date(std::string_view text);

}  // namespace mongokeep::extjson
