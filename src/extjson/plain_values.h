#pragma once

#include "extjson/canonical_values.h"
#include "extjson/date_text.h"

namespace mongokeep::extjson {

/// The values that JSON.stringify makes of what the Node driver (bson 7, as MongoDB's 6 and Mongoose's lean()) reads.
struct PlainValues {
  static constexpr bool keeps_bytes = false;
  static constexpr bool has_wrappers = false;

  static char* number_double(char* out, double number) {
    return std::isfinite(number) ? write_script_double(out, number) : null(out);
  }

  static char* int32(char* out, std::int32_t number) { return write_number(out, std::int64_t{number}); }

  /// A number as far as the driver takes it for exact; beyond, the driver's Long object with its members in JSON.
  static char* int64(char* out, std::int64_t number) {
    constexpr std::int64_t furthest = std::int64_t{1} << 53;
    if (number >= -furthest && number <= furthest) return write_number(out, number);
    const auto low = static_cast<std::int32_t>(static_cast<std::uint64_t>(number));
    out = write_number(put(out, "{\"high\":"), number >> 32);
    out = write_number(put(out, ",\"low\":"), std::int64_t{low});
    return put(out, ",\"unsigned\":false}");
  }

  static char* date_time(char* out, std::int64_t milliseconds) {
    if (!has_script_date(milliseconds)) return null(out);
    *out++ = '"';
    out = write_script_date(out, milliseconds);
    *out++ = '"';
    return out;
  }

  static char* decimal128(char* out, const std::uint8_t* bytes) { return CanonicalValues::decimal128(out, bytes); }

  static char* object_id(char* out, const std::uint8_t* bytes) {
    *out++ = '"';
    out = write_object_id_hex(out, bytes);
    *out++ = '"';
    return out;
  }

  static char* timestamp(char* out, std::uint32_t seconds, std::uint32_t increment) {
    out = write_number(put(out, "{\"$timestamp\":\""), std::uint64_t{seconds} << 32 | increment);
    return put(out, "\"}");
  }

  static char* boolean(char* out, bool value) { return CanonicalValues::boolean(out, value); }
  static char* null(char* out) { return CanonicalValues::null(out); }
  /// In an array; a member of a document is left out.
  static char* undefined(char* out) { return null(out); }
  static char* min_key(char* out) { return put(out, "{}"); }
  static char* max_key(char* out) { return put(out, "{}"); }

  static char* symbol_begin(char* out) { return put(out, "\""); }
  static char* symbol_end(char* out) { return put(out, "\""); }
  static char* code_begin(char* out) { return put(out, "{\"code\":\""); }
  static char* code_end(char* out) { return put(out, "\"}"); }
  static char* scope_begin(char* out) { return put(out, "\",\"scope\":"); }
};

}  // namespace mongokeep::extjson
