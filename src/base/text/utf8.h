#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mongokeep {

/// What stands at one place of a text.
struct Utf8Sequence {
  std::size_t size;  ///< bytes, at least one
  bool valid;        ///< otherwise `size` bytes that one U+FFFD stands for, as the WHATWG's decoder counts them
};

/// Looks at the bytes from `text` to `end`, at least one.
/// Stray and missing continuation bytes, overlong forms, surrogates and code points above U+10FFFF are invalid
/// (RFC 3629).
inline Utf8Sequence utf8_sequence(const std::uint8_t* text, const std::uint8_t* end) {
  const std::uint8_t lead = text[0];
  const auto left = static_cast<std::size_t>(end - text);
  const auto continues = [&](std::size_t index, std::uint8_t lowest, std::uint8_t highest) {
    return index < left && text[index] >= lowest && text[index] <= highest;
  };
  if (lead < 0x80) return {1, true};
  if (lead < 0xC2) return {1, false};
  if (lead < 0xE0) return continues(1, 0x80, 0xBF) ? Utf8Sequence{2, true} : Utf8Sequence{1, false};
  if (lead < 0xF0) {
    const std::uint8_t lowest = lead == 0xE0 ? 0xA0 : 0x80;
    const std::uint8_t highest = lead == 0xED ? 0x9F : 0xBF;
    if (!continues(1, lowest, highest)) return {1, false};
    return continues(2, 0x80, 0xBF) ? Utf8Sequence{3, true} : Utf8Sequence{2, false};
  }
  if (lead < 0xF5) {
    const std::uint8_t lowest = lead == 0xF0 ? 0x90 : 0x80;
    const std::uint8_t highest = lead == 0xF4 ? 0x8F : 0xBF;
    if (!continues(1, lowest, highest)) return {1, false};
    if (!continues(2, 0x80, 0xBF)) return {2, false};
    return continues(3, 0x80, 0xBF) ? Utf8Sequence{4, true} : Utf8Sequence{3, false};
  }
  return {1, false};
}

/// Length in bytes (1–4) of the valid sequence that `text` begins with; 0 where it begins with none, or is empty.
inline std::size_t utf8_sequence_length(std::string_view text) {
  if (text.empty()) return 0;
  const auto* const begin = reinterpret_cast<const std::uint8_t*>(text.data());
  const Utf8Sequence sequence = utf8_sequence(begin, begin + text.size());
  return sequence.valid ? sequence.size : 0;
}

/// Whether a text is UTF-8 from end to end. For names; of long texts simdjson says so faster.
inline bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

/// The code point of a valid sequence.
inline char32_t code_point(std::string_view sequence) {
  const auto byte = [&](std::size_t index) { return static_cast<std::uint8_t>(sequence[index]); };
  if (sequence.size() == 1) return byte(0);
  char32_t value = byte(0) & (0xFFU >> (sequence.size() + 1));
  for (std::size_t i = 1; i < sequence.size(); ++i) value = (value << 6U) | (byte(i) & 0x3FU);
  return value;
}

/// Writes the UTF-8 of a code point, four bytes at most; returns the place behind it.
inline char* write_utf8(char* out, std::uint32_t character) {
  const auto put_byte = [&](std::uint32_t byte) { *out++ = static_cast<char>(byte); };
  if (character < 0x80) {
    put_byte(character);
  } else if (character < 0x800) {
    put_byte(0xC0 | character >> 6);
    put_byte(0x80 | (character & 0x3F));
  } else if (character < 0x10000) {
    put_byte(0xE0 | character >> 12);
    put_byte(0x80 | (character >> 6 & 0x3F));
    put_byte(0x80 | (character & 0x3F));
  } else {
    put_byte(0xF0 | character >> 18);
    put_byte(0x80 | (character >> 12 & 0x3F));
    put_byte(0x80 | (character >> 6 & 0x3F));
    put_byte(0x80 | (character & 0x3F));
  }
  return out;
}

}  // namespace mongokeep
