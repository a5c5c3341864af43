#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace mongokeep::extjson {

/// Marks bytes of a block, the first one lowest.
template <int bits_per_byte>
class ByteMask {
 public:
  explicit ByteMask(std::uint64_t bits) : bits_(bits) {}

  bool none() const { return bits_ == 0; }
  /// Index of the first byte marked; there must be one.
  std::size_t first() const { return static_cast<std::size_t>(std::countr_zero(bits_) / bits_per_byte); }
  /// The marks on the first `count` bytes, count being less than the block's size.
  ByteMask first_bytes(std::size_t count) const {
    return ByteMask(bits_ & ((std::uint64_t{1} << (count * bits_per_byte)) - 1));
  }

 private:
  std::uint64_t bits_;
};

}  // namespace mongokeep::extjson
