#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "extjson/little_endian.h"

namespace mongokeep::extjson {

/// The first eight bytes of a text as one number, so that a few texts are told apart by one look.
inline std::uint64_t first_word(const char* text) {
  return load_little_endian<std::uint64_t>(reinterpret_cast<const std::uint8_t*>(text));
}

/// The same of a literal.
constexpr std::uint64_t word(const char (&text)[9]) {
  std::uint64_t bytes = 0;
  for (std::size_t index = 8; index > 0; --index) bytes = bytes << 8 | static_cast<std::uint8_t>(text[index - 1]);
  return bytes;
}

/// Whether the literal stands at `text`, of which as many bytes can be read.
template <std::size_t size>
bool continues(const char* text, const char (&literal)[size]) {
  return std::memcmp(text, literal, size - 1) == 0;
}

}  // namespace mongokeep::extjson
