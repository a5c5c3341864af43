#pragma once

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

}  // namespace mongokeep::extjson
