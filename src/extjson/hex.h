#pragma once

#include <cstddef>
#include <cstdint>

#include "extjson/little_endian.h"

namespace mongokeep::extjson {

/// Writes four bytes as eight lower-case hexadecimal digits.
inline char* write_hex_4_bytes(char* out, const std::uint8_t* bytes) {
  // Spreads the bytes over a word, two to each of theirs, and works on all eight half bytes at once.
  std::uint64_t spread = load_little_endian<std::uint32_t>(bytes);
  spread = (spread | spread << 16) & 0x0000'FFFF'0000'FFFF;
  spread = (spread | spread << 8) & 0x00FF'00FF'00FF'00FF;
  const std::uint64_t halves = (spread >> 4 & 0x000F'000F'000F'000F) | (spread << 8 & 0x0F00'0F00'0F00'0F00);
  const std::uint64_t are_letters = (halves + 0x0606'0606'0606'0606) >> 4 & 0x0101'0101'0101'0101;
  store_little_endian(out, halves + 0x3030'3030'3030'3030 + are_letters * ('a' - '0' - 10));
  return out + 8;
}

/// Writes one byte as two lower-case hexadecimal digits.
inline char* write_hex_byte(char* out, std::uint8_t byte) {
  constexpr char digits[] = "0123456789abcdef";
  *out++ = digits[byte >> 4];
  *out++ = digits[byte & 0xF];
  return out;
}

/// Writes the 12 bytes of an ObjectId as 24 lower-case hexadecimal digits.
inline char* write_object_id_hex(char* out, const std::uint8_t* bytes) {
  for (std::size_t index = 0; index < 12; index += 4) out = write_hex_4_bytes(out, bytes + index);
  return out;
}

/// Writes the 16 bytes of a UUID in its usual five groups.
inline char* write_uuid(char* out, const std::uint8_t* bytes) {
  for (std::size_t index = 0; index < 16; ++index) {
    if (index == 4 || index == 6 || index == 8 || index == 10) *out++ = '-';
    out = write_hex_byte(out, bytes[index]);
  }
  return out;
}

}  // namespace mongokeep::extjson
