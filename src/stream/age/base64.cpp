#include "stream/age/base64.h"

#include <cstdint>

namespace mongokeep::stream::age {

namespace {

constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

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
    const std::size_t value = base64_digits.find(character);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 6U | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(bits >> held & 0xFFU);
  }
  const std::uint32_t left_over = bits & ((1U << held) - 1U);
  return left_over == 0 ? std::optional(std::move(bytes)) : std::nullopt;
}

}  // namespace mongokeep::stream::age
