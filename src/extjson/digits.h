#pragma once

#include <array>
#include <cstdint>
#include <cstring>

namespace mongokeep::extjson {

constexpr bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

inline constexpr std::array<char, 200> two_digit_texts = [] {
  std::array<char, 200> texts{};
  for (std::size_t number = 0; number < 100; ++number) {
    texts[2 * number] = static_cast<char>('0' + number / 10);
    texts[2 * number + 1] = static_cast<char>('0' + number % 10);
  }
  return texts;
}();

/// Exactly two digits of a number below 100.
inline char* write_2_digits(char* out, std::uint32_t number) {
  std::memcpy(out, two_digit_texts.data() + 2 * number, 2);
  return out + 2;
}

/// Exactly four digits of a number below 10^4.
inline char* write_4_digits(char* out, std::uint32_t number) {
  return write_2_digits(write_2_digits(out, number / 100), number % 100);
}

/// Exactly eight digits of a number below 10^8.
inline char* write_8_digits(char* out, std::uint32_t number) {
  return write_4_digits(write_4_digits(out, number / 10000), number % 10000);
}

/// The digits of a number below 10^8, without leading zeros.
inline char* write_short_number(char* out, std::uint32_t number) {
  const auto up_to_2_digits = [&](std::uint32_t small) {
    if (small >= 10) {
      out = write_2_digits(out, small);
    } else {
      *out++ = static_cast<char>('0' + small);
    }
  };
  if (number < 100) {
    up_to_2_digits(number);
    return out;
  }
  if (number < 10000) {
    up_to_2_digits(number / 100);
    return write_2_digits(out, number % 100);
  }
  const std::uint32_t high = number / 10000;
  if (high < 100) {
    up_to_2_digits(high);
  } else {
    up_to_2_digits(high / 100);
    out = write_2_digits(out, high % 100);
  }
  return write_4_digits(out, number % 10000);
}

/// The digits of `number`, without leading zeros: 20 characters at most.
inline char* write_number(char* out, std::uint64_t number) {
  constexpr std::uint64_t ten_to_8 = 100'000'000;
  if (number < ten_to_8) return write_short_number(out, static_cast<std::uint32_t>(number));
  const std::uint64_t high = number / ten_to_8;
  const auto low = static_cast<std::uint32_t>(number % ten_to_8);
  return write_8_digits(high < ten_to_8
                            ? write_short_number(out, static_cast<std::uint32_t>(high))
                            : write_8_digits(write_short_number(out, static_cast<std::uint32_t>(high / ten_to_8)),
                                             static_cast<std::uint32_t>(high % ten_to_8)),
                        low);
}

/// `number` with its sign where it is negative: 20 characters at most.
inline char* write_number(char* out, std::int64_t number) {
  if (number >= 0) return write_number(out, static_cast<std::uint64_t>(number));
  *out++ = '-';
  return write_number(out, std::uint64_t{0} - static_cast<std::uint64_t>(number));
}

}  // namespace mongokeep::extjson
