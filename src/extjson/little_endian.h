#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace mongokeep::extjson {

/// The number that BSON stores at `bytes`, which need no alignment.
template <typename Number>
Number load_little_endian(const std::uint8_t* bytes) {
  std::array<std::uint8_t, sizeof(Number)> copy;
  std::memcpy(copy.data(), bytes, sizeof(Number));
  if constexpr (std::endian::native == std::endian::big) std::reverse(copy.begin(), copy.end());
  return std::bit_cast<Number>(copy);
}

/// Stores `number` at `out`, lowest byte first.
template <typename Number>
void store_little_endian(char* out, Number number) {
  auto bytes = std::bit_cast<std::array<std::uint8_t, sizeof(Number)>>(number);
  if constexpr (std::endian::native == std::endian::big) std::reverse(bytes.begin(), bytes.end());
  std::memcpy(out, bytes.data(), sizeof(Number));
}

}  // namespace mongokeep::extjson
