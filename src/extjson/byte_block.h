#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "extjson/little_endian.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

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

/// A few bytes of text looked at together: 16 where the processor has SSE2, else 8 within a word.
/// load() reads and store() writes a whole block, whatever part of it is meant.
#if defined(__SSE2__)
class ByteBlock {
 public:
  static constexpr std::size_t size = 16;
  using Mask = ByteMask<1>;

  static ByteBlock load(const std::uint8_t* bytes) {
    return ByteBlock(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes)));
  }
  void store(char* out) const { _mm_storeu_si128(reinterpret_cast<__m128i*>(out), bytes_); }

  /// Bytes that cannot stand in a JSON string as they are, or need a look first: control characters (NUL among
  /// them), the quote, the backslash, and everything outside ASCII.
  Mask not_plain() const {
    // Signed, bytes outside ASCII are below the space as well.
    const __m128i low = _mm_cmplt_epi8(bytes_, _mm_set1_epi8(' '));
    const __m128i quote = _mm_cmpeq_epi8(bytes_, _mm_set1_epi8('"'));
    const __m128i backslash = _mm_cmpeq_epi8(bytes_, _mm_set1_epi8('\\'));
    const __m128i any = _mm_or_si128(low, _mm_or_si128(quote, backslash));
    return Mask(static_cast<std::uint32_t>(_mm_movemask_epi8(any)));
  }

  /// Of these, those that a JSON string has to escape.
  Mask escaped() const {
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes_, _mm_set1_epi8(' ' - 1)), bytes_);
    const __m128i quote = _mm_cmpeq_epi8(bytes_, _mm_set1_epi8('"'));
    const __m128i backslash = _mm_cmpeq_epi8(bytes_, _mm_set1_epi8('\\'));
    const __m128i any = _mm_or_si128(control, _mm_or_si128(quote, backslash));
    return Mask(static_cast<std::uint32_t>(_mm_movemask_epi8(any)));
  }

  /// The bytes that begin an escape of a JSON string.
  Mask backslashes() const {
    return Mask(static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes_, _mm_set1_epi8('\\')))));
  }

  /// The bytes outside ASCII.
  Mask outside_ascii() const { return Mask(static_cast<std::uint32_t>(_mm_movemask_epi8(bytes_))); }

  /// All but decimal digits.
  Mask not_digits() const { return all_but(is_from(bytes_, '0', 9)); }

  /// All but hexadecimal digits of either case.
  Mask not_hex() const {
    const __m128i lower_case = _mm_or_si128(bytes_, _mm_set1_epi8(0x20));
    return all_but(_mm_or_si128(is_from(bytes_, '0', 9), is_from(lower_case, 'a', 5)));
  }

 private:
  explicit ByteBlock(__m128i bytes) : bytes_(bytes) {}

  /// Which bytes are `first` or one of the `more` behind it.
  static __m128i is_from(__m128i bytes, char first, char more) {
    const __m128i distance = _mm_sub_epi8(bytes, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(distance, _mm_set1_epi8(more)), distance);
  }
  static Mask all_but(__m128i bytes) { return Mask(static_cast<std::uint32_t>(_mm_movemask_epi8(bytes)) ^ 0xFFFFU); }

  __m128i bytes_;
};
#else
class ByteBlock {
 public:
  static constexpr std::size_t size = 8;
  using Mask = ByteMask<8>;

  static ByteBlock load(const std::uint8_t* bytes) { return ByteBlock(load_little_endian<std::uint64_t>(bytes)); }
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
  explicit ByteBlock(std::uint64_t bytes) : bytes_(bytes) {}

  std::uint64_t bits_escaped() const {
    return zeros(bytes_ & each(0xE0)) | zeros(bytes_ ^ each('"')) | zeros(bytes_ ^ each('\\'));
  }

  std::uint64_t bits_not_digits() const { return above(bytes_ ^ each('0'), 9); }

  /// The high bit of every byte that is more than `most`.
  static constexpr std::uint64_t above(std::uint64_t bytes, std::uint8_t most) {
    return (((bytes & each(0x7F)) + each(static_cast<std::uint8_t>(0x7F - most))) | bytes) & each(0x80);
  }
  static constexpr std::uint64_t each(std::uint8_t byte) { return 0x0101010101010101 * byte; }
  /// The high bit of every byte that is zero, exactly.
  static constexpr std::uint64_t zeros(std::uint64_t bytes) {
    return ~(((bytes & each(0x7F)) + each(0x7F)) | bytes | each(0x7F));
  }

  std::uint64_t bytes_;
};
#endif

}  // namespace mongokeep::extjson
