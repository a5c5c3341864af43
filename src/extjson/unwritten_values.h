#pragma once

#include <cstdint>

namespace mongokeep::extjson {

/// `Values` without their text, for a walk that only finds out whether a document is BSON and whether they would carry
/// it: what they cost is left out, what they decide is theirs.
template <typename Values>
struct UnwrittenValues {
  static constexpr bool keeps_bytes = Values::keeps_bytes;
  static constexpr bool has_wrappers = Values::has_wrappers;

  static bool carries(double number) { return Values::carries(number); }

  static char* number_double(char* out, double) { return out; }
  static char* int32(char* out, std::int32_t) { return out; }
  static char* int64(char* out, std::int64_t) { return out; }
  static char* date_time(char* out, std::int64_t) { return out; }
  static char* decimal128(char* out, const std::uint8_t*) { return out; }
  static char* object_id(char* out, const std::uint8_t*) { return out; }
  static char* timestamp(char* out, std::uint32_t, std::uint32_t) { return out; }
  static char* boolean(char* out, bool) { return out; }
  static char* null(char* out) { return out; }
  static char* undefined(char* out) { return out; }
  static char* min_key(char* out) { return out; }
  static char* max_key(char* out) { return out; }

  static char* symbol_begin(char* out) { return out; }
  static char* symbol_end(char* out) { return out; }
  static char* code_begin(char* out) { return out; }
  static char* code_end(char* out) { return out; }
  static char* scope_begin(char* out) { return out; }
};

}  // namespace mongokeep::extjson
