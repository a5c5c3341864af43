#include "stream/age/base64.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace mongokeep::stream::age {

namespace {

constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::uint8_t no_digit = 64;

/// The value of each character.
constexpr std::array<std::uint8_t, 256> digit_values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::uint8_t value = 0; value < base64_digits.size(); ++value) {
    values[static_cast<unsigned char>(base64_digits[value])] = value;
  }
  return values;
}();

std::uint8_t digit_value(char character) {
  return digit_values[static_cast<unsigned char>(character)];
}

}  // namespace

std::string base64_text(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() * 4 / 3 + 3);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char byte : bytes) {
    bits = bits << 8U | static_cast<unsigned char>(byte);
    held += 8;
    for (; held >= 6; held -= 6) text += base64_digits[bits >> (held - 6) & 0x3FU];
  }
  if (held > 0) text += base64_digits[bits << (6 - held) & 0x3FU];
  return text;
}

std::optional<std::string> bytes_of_base64(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char character : text) {
    const std::uint8_t value = digit_value(character);
    if (value == no_digit) return std::nullopt;
    bits = bits << 6U | value;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(bits >> held & 0xFFU);
  }
  const std::uint32_t left_over = bits & ((1U << held) - 1U);
  return left_over == 0 ? std::optional(std::move(bytes)) : std::nullopt;
}

bool is_base64(std::string_view text) {
  const std::string_view last = text.substr(text.size() / 4 * 4);
  const bool has_digits_only =
      std::all_of(text.begin(), text.end(), [](char character) { return digit_value(character) != no_digit; });
  return has_digits_only && bytes_of_base64(last).has_value();
}

}  // namespace mongokeep::stream::age
