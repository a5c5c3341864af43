#pragma once

#include "extjson/canonical_values.h"
#include "extjson/date_text.h"

namespace mongokeep::extjson {

/// The values of relaxed Extended JSON v2: as canonical, but for numbers and dates where JSON or ISO 8601 has a text.
struct RelaxedValues : CanonicalValues {
  static constexpr bool keeps_bytes = false;

  static char* number_double(char* out, double number) {
    return std::isfinite(number) ? write_extended_double(out, number) : CanonicalValues::number_double(out, number);
  }

  static char* int32(char* out, std::int32_t number) { return write_number(out, std::int64_t{number}); }
  static char* int64(char* out, std::int64_t number) { return write_number(out, number); }

  static char* date_time(char* out, std::int64_t milliseconds) {
    if (!has_relaxed_date(milliseconds)) return CanonicalValues::date_time(out, milliseconds);
    return put(write_relaxed_date(put(out, "{\"$date\":\""), milliseconds), "\"}");
  }
};

}  // namespace mongokeep::extjson
