#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "extjson/byte_block.h"

namespace mongokeep::extjson {

/// unescape() for text that has escapes.
char* unescape_any(char* out, std::string_view inside);

inline ByteBlock load_block(const char* text) {
  return ByteBlock::load(reinterpret_cast<const std::uint8_t*>(text));
}

/// Writes the inside of a JSON string, known to be UTF-8 without control characters, at `out` as the characters that it
/// stands for, and returns where they end: never more than `inside` has. A block more may be read and written.
/// Throws WrongText at a backslash that begins no escape of JSON, or half a surrogate pair.
inline char* unescape(char* out, std::string_view inside) {
  const char* text = inside.data();
  std::size_t left = inside.size();
  while (true) {
    const ByteBlock block = load_block(text);
    block.store(out);
    const ByteBlock::Mask backslashes = block.backslashes();
    if (!backslashes.none() && backslashes.first() < left) [[unlikely]]
      return unescape_any(out, {text, left});
    if (left <= ByteBlock::size) return out + left;
    text += ByteBlock::size;
    out += ByteBlock::size;
    left -= ByteBlock::size;
  }
}

/// Whether the inside of a JSON string has an escape. A block more may be read.
inline bool has_escape(std::string_view inside) {
  for (std::size_t index = 0; index < inside.size(); index += ByteBlock::size) {
    const ByteBlock::Mask backslashes = load_block(inside.data() + index).backslashes();
    if (!backslashes.none() && backslashes.first() < inside.size() - index) return true;
  }
  return false;
}

/// Where the first escape that stands for a NUL begins. There must be one.
const char* nul_escape(std::string_view inside);

}  // namespace mongokeep::extjson
