#pragma once

#if defined(__SSE2__)

#include <emmintrin.h>

#include <cstddef>
#include <cstdint>

#include "extjson/byte_mask.h"

namespace mongokeep::extjson {

/// A ByteBlock of 16 bytes.
class Sse2Block {
 public:
  static constexpr std::size_t size = 16;
  using Mask = ByteMask<1>;

  static Sse2Block load(const std::uint8_t* bytes) {
    return Sse2Block(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes)));
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
  explicit Sse2Block(__m128i bytes) : bytes_(bytes) {}

  /// Which bytes are `first` or one of the `more` behind it.
  static __m128i is_from(__m128i bytes, char first, char more) {
    const __m128i distance = _mm_sub_epi8(bytes, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(distance, _mm_set1_epi8(more)), distance);
  }
  static Mask all_but(__m128i bytes) { return Mask(static_cast<std::uint32_t>(_mm_movemask_epi8(bytes)) ^ 0xFFFFU); }

  __m128i bytes_;
};

}  // namespace mongokeep::extjson

#endif
