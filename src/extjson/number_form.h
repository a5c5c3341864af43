#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

#include "extjson/string_unescape.h"

namespace mongokeep::extjson {

/// Numbers within the types of Extended JSON, looked at without being read: whether they are such that the reader is
/// sure to take them.
///
/// Each function takes the place where the number begins and the end of the text, behind which reading_room bytes can
/// be read, and returns where the number ends; null where that is not known to be a number of its type. What stands
/// behind it is for the caller to look at.
namespace number_form {

inline std::size_t count_digits(const char* at, const char* end) {
  std::size_t count = 0;
  while (at + count < end) {
    const ByteBlock::Mask stops = load_block(at + count).not_digits();
    if (!stops.none()) [[likely]]
      return count + stops.first();
    count += ByteBlock::size;
  }
  return count;
}

/// Whether these are the digits of one of JSON's whole numbers, which begin with no zero too much.
inline bool are_whole(const char* digits, std::size_t count) {
  return count == 1 || (count > 1 && *digits != '0');
}

/// A whole number without a sign, of no more than `largest`.
inline const char* behind_unsigned(const char* at, const char* end, std::string_view largest) {
  const std::size_t count = count_digits(at, end);
  if (!are_whole(at, count)) return nullptr;
  if (count >= largest.size()) {
    if (count > largest.size() || std::memcmp(at, largest.data(), count) > 0) return nullptr;
  }
  return at + count;
}

inline const char* behind_int32(const char* at, const char* end) {
  if (*at == '-') return behind_unsigned(at + 1, end, "2147483648");
  return behind_unsigned(at, end, "2147483647");
}

inline const char* behind_int64(const char* at, const char* end) {
  if (*at == '-') return behind_unsigned(at + 1, end, "9223372036854775808");
  return behind_unsigned(at, end, "9223372036854775807");
}

inline const char* behind_uint32(const char* at, const char* end) {
  return behind_unsigned(at, end, "4294967295");
}

/// Behind the digits of a fraction whose point stands at `point`; null where there are none.
inline const char* behind_fraction(const char* point, const char* end) {
  const std::size_t count = count_digits(point + 1, end);
  return count == 0 ? nullptr : point + 1 + count;
}

/// A finite double of JSON's form, whose size shows that it is one: fewer digits than the largest double has, and an
/// exponent of two at most.
inline const char* behind_double(const char* at, const char* end) {
  constexpr std::size_t surely_held = 100;
  constexpr std::size_t most_in_exponent = 2;
  if (*at == '-') ++at;
  const std::size_t count = count_digits(at, end);
  if (!are_whole(at, count) || count > surely_held) return nullptr;
  at += count;
  if (*at == '.') {
    at = behind_fraction(at, end);
    if (at == nullptr) return nullptr;
  }
  if (*at != 'E' && *at != 'e') return at;
  at += at[1] == '-' || at[1] == '+' ? 2 : 1;
  const std::size_t exponent = count_digits(at, end);
  return exponent == 0 || exponent > most_in_exponent ? nullptr : at + exponent;
}

/// A finite decimal128 without an exponent, which holds as many digits as these in any place of the point.
inline const char* behind_decimal128(const char* at, const char* end) {
  constexpr std::ptrdiff_t surely_held = 34;
  const char* const begin = *at == '-' ? at + 1 : at;
  const std::size_t count = count_digits(begin, end);
  if (count == 0) return nullptr;
  at = begin + count;
  if (*at == '.') at = behind_fraction(at, end);
  return at == nullptr || at - begin > surely_held ? nullptr : at;
}

}  // namespace number_form

}  // namespace mongokeep::extjson
