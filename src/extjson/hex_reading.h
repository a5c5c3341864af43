#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "extjson/wrong_text.h"

namespace mongokeep::extjson {

inline constexpr std::array<std::int8_t, 256> hex_digit_values = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (int digit = 0; digit < 10; ++digit)
    values[static_cast<std::size_t>('0' + digit)] = static_cast<std::int8_t>(digit);
  for (int digit = 10; digit < 16; ++digit) {
    values[static_cast<std::size_t>('a' + digit - 10)] = static_cast<std::int8_t>(digit);
    values[static_cast<std::size_t>('A' + digit - 10)] = static_cast<std::int8_t>(digit);
  }
  return values;
}();

/// What a hexadecimal digit of either case stands for; negative for other characters.
inline int hex_digit(char character) {
  return hex_digit_values[static_cast<std::uint8_t>(character)];
}

/// The first character that is no hexadecimal digit, or the end.
inline const char* first_not_hex(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end && hex_digit(*at) >= 0) ++at;
  return at;
}

/// Writes the bytes that an even number of hexadecimal digits stand for. Returns whether they are such digits; what is
/// written otherwise means nothing.
inline bool read_hex(char* out, const char* text, std::size_t bytes) {
  int all = 0;
  for (std::size_t index = 0; index < bytes; ++index) {
    const int high = hex_digit(text[2 * index]);
    const int low = hex_digit(text[2 * index + 1]);
    all |= high | low;
    out[index] = static_cast<char>(high * 16 + low);
  }
  return all >= 0;
}

}  // namespace mongokeep::extjson
