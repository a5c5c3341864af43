#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "extjson/decimal128_text.h"
#include "extjson/digits.h"
#include "extjson/double_text.h"
#include "extjson/hex.h"
#include "extjson/put.h"

namespace mongokeep::extjson {

/// The values of canonical Extended JSON v2. Each function writes at `out`, where there is room for value_room
/// characters, and returns where the text ends. Keys and strings are the walker's: it puts them between the marks given
/// here.
struct CanonicalValues {
  /// A document whose text would not lead back to its bytes is written in the $bson envelope.
  static constexpr bool keeps_bytes = true;
  /// Keys that read as a type are text like any other in the plain form alone.
  static constexpr bool has_wrappers = true;

  /// The NaN that a reader makes of "NaN": positive, quiet, without payload.
  static bool carries(double number) {
    constexpr std::uint64_t plain_nan = 0x7FF8'0000'0000'0000;
    return !std::isnan(number) || std::bit_cast<std::uint64_t>(number) == plain_nan;
  }

  static char* number_double(char* out, double number) {
    out = put(out, "{\"$numberDouble\":\"");
    if (std::isfinite(number)) {
      out = write_extended_double(out, number);
    } else if (std::isnan(number)) {
      out = put(out, "NaN");
    } else {
      out = number < 0 ? put(out, "-Infinity") : put(out, "Infinity");
    }
    return put(out, "\"}");
  }

  static char* int32(char* out, std::int32_t number) {
    return put(write_number(put(out, "{\"$numberInt\":\""), std::int64_t{number}), "\"}");
  }

  static char* int64(char* out, std::int64_t number) {
    return put(write_number(put(out, "{\"$numberLong\":\""), number), "\"}");
  }

  static char* date_time(char* out, std::int64_t milliseconds) {
    return put(write_number(put(out, "{\"$date\":{\"$numberLong\":\""), milliseconds), "\"}}");
  }

  static char* decimal128(char* out, const std::uint8_t* bytes) {
    return put(write_decimal128(put(out, "{\"$numberDecimal\":\""), bytes), "\"}");
  }

  static char* object_id(char* out, const std::uint8_t* bytes) {
    return put(write_object_id_hex(put(out, "{\"$oid\":\""), bytes), "\"}");
  }

  static char* timestamp(char* out, std::uint32_t seconds, std::uint32_t increment) {
    out = write_number(put(out, "{\"$timestamp\":{\"t\":"), std::uint64_t{seconds});
    out = write_number(put(out, ",\"i\":"), std::uint64_t{increment});
    return put(out, "}}");
  }

  static char* boolean(char* out, bool value) { return value ? put(out, "true") : put(out, "false"); }
  static char* null(char* out) { return put(out, "null"); }
  static char* undefined(char* out) { return put(out, "{\"$undefined\":true}"); }
  static char* min_key(char* out) { return put(out, "{\"$minKey\":1}"); }
  static char* max_key(char* out) { return put(out, "{\"$maxKey\":1}"); }

  static char* symbol_begin(char* out) { return put(out, "{\"$symbol\":\""); }
  static char* symbol_end(char* out) { return put(out, "\"}"); }
  static char* code_begin(char* out) { return put(out, "{\"$code\":\""); }
  static char* code_end(char* out) { return put(out, "\"}"); }
  static char* scope_begin(char* out) { return put(out, "\",\"$scope\":"); }
};

}  // namespace mongokeep::extjson
