#pragma once

#include <cstddef>
#include <cstdint>

#include "extjson/byte_mask.h"
#include "extjson/little_endian.h"

namespace mongokeep::extjson {

/// A ByteBlock of 8 bytes within a word, for any processor.
class WordBlock {
 public:
  static constexpr std::size_t size = 8;
  using Mask = ByteMask<8>;

  static WordBlock load(const std::uint8_t* bytes) { return WordBlock(load_little_endian<std::uint64_t>(bytes)); }
  void store(char* out) const { store_little_endian(out, bytes_); }

  /// Bytes that cannot stand in a JSON string as they are, or need a look first: control characters (NUL among
  /// them), the quote, the backslash, and everything outside ASCII.
  Mask not_plain() const { return Mask(bits_escaped() | (bytes_ & each(0x80))); }

  /// Of these, those that a JSON string has to escape.
  Mask escaped() const { return Mask(bits_escaped()); }

  /// The bytes that begin an escape of a JSON string.
  Mask backslashes() const { return Mask(zeros(bytes_ ^ each('\\'))); }

  /// The bytes outside ASCII.
  Mask outside_ascii() const { return Mask(bytes_ & each(0x80)); }

  /// All but decimal digits.
  Mask not_digits() const { return Mask(bits_not_digits()); }

  /// All but hexadecimal digits of either case.
  Mask not_hex() const {
    // 1 to 6 for the letters.
    const std::uint64_t letters = (bytes_ | each(0x20)) ^ each(0x60);
    return Mask(bits_not_digits() & (above(letters, 6) | zeros(letters)));
  }

 private:
  explicit WordBlock(std::uint64_t bytes) : bytes_(bytes) {}

  std::uint64_t bits_escaped() const {
    return zeros(bytes_ & each(0xE0)) | zeros(bytes_ ^ each('"')) | zeros(bytes_ ^ each('\\'));
  }

  std::uint64_t bits_not_digits() const { return above(bytes_ ^ each('0'), 9); }

  /// The high bit of every byte that is more than `most`.
  static constexpr std::uint64_t above(std::uint64_t bytes, std::uint8_t most) {
    return (((bytes & each(0x7F)) + each(static_cast<std::uint8_t>(0x7F - most))) | bytes) & each(0x80);
  }
  static constexpr std::uint64_t each(std::uint8_t byte) { return std::uint64_t{0x0101010101010101} * byte; }
  /// The high bit of every byte that is zero, exactly.
  static constexpr std::uint64_t zeros(std::uint64_t bytes) {
    return ~(((bytes & each(0x7F)) + each(0x7F)) | bytes | each(0x7F));
  }

  std::uint64_t bytes_;
};

}  // namespace mongokeep::extjson
