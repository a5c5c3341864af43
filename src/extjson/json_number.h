#pragma once

#include <cstdint>
#include <limits>
#include <optional>

namespace mongokeep::extjson {

/// A number as JSON writes it (RFC 8259 section 6), taken apart: digits * 10^exponent.
struct JsonNumber {
  const char* begin = nullptr;
  const char* end = nullptr;     ///< behind its last character
  std::uint64_t digits = 0;      ///< all of them, point or not; means something up to 19 digits
  std::int64_t digit_count = 0;  ///< from the first that is not zero
  std::int64_t exponent = 0;     ///< no further from zero than a million and the text's length
  bool negative = false;
  bool whole = true;  ///< has neither a point nor an exponent

  /// The number as an int64; nothing where it is not whole or too large.
  std::optional<std::int64_t> as_int64() const {
    constexpr int surely_held = 19;
    if (!whole || digit_count > surely_held) return std::nullopt;
    constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (digits > largest + (negative ? 1 : 0)) return std::nullopt;
    return static_cast<std::int64_t>(negative ? std::uint64_t{0} - digits : digits);
  }
};

/// Reads the number at `text`, as far as it goes. Something that is no part of a number must end it, and the word
/// behind that can be read. Throws WrongText at the character that should be a digit.
JsonNumber read_json_number(const char* text);

/// The double nearest to the number. Throws WrongText where that would be an infinity.
double to_double(const JsonNumber& number);

/// Whether `number` is an int32.
inline bool is_int32(std::int64_t number) {
  return number == static_cast<std::int32_t>(number);
}

}  // namespace mongokeep::extjson
