#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace mongokeep::extjson {

/// The bytes of one BSON document, from its length to its closing NUL; borrowed, and not yet known to be valid.
struct BsonView {
  const std::uint8_t* data = nullptr;
  std::size_t size = 0;

  std::span<const std::uint8_t> bytes() const { return {data, size}; }
};

/// Whether two documents are the same, byte for byte.
inline bool are_same(BsonView left, BsonView right) {
  return std::ranges::equal(left.bytes(), right.bytes());
}

}  // namespace mongokeep::extjson
