#pragma once

#include <array>
#include <cstdint>
#include <cstring>

#include "extjson/decimal128_format.h"
#include "extjson/digits.h"
#include "extjson/little_endian.h"

namespace mongokeep::extjson {

/// The 16 bytes of a decimal128, as BSON stores it, and what their bits say.
struct Decimal128Words {
  /// The five bits that tell the special values from numbers.
  static constexpr std::uint64_t special_bits = decimal128::not_a_number;

  std::uint64_t high;
  std::uint64_t low;

  explicit Decimal128Words(const std::uint8_t* bytes)
      : high(load_little_endian<std::uint64_t>(bytes + 8)), low(load_little_endian<std::uint64_t>(bytes)) {}

  bool negative() const { return (high & decimal128::sign_bit) != 0; }
  bool is_nan() const { return (high & special_bits) == decimal128::not_a_number; }
  bool is_infinite() const { return (high & special_bits) == decimal128::infinity; }
  /// The second form of numbers, whose significand always is above the largest one.
  bool has_long_significand() const { return (high >> 61 & 3) == 3; }
  int exponent() const {
    const int shift = has_long_significand() ? decimal128::exponent_shift - 2 : decimal128::exponent_shift;
    return static_cast<int>(high >> shift & 0x3FFF) - decimal128::exponent_bias;
  }
  decimal128::Significand stored_significand() const {
    return decimal128::Significand{high & 0x1'FFFF'FFFF'FFFF} << 64 | low;
  }
  bool significand_is_valid() const {
    return !has_long_significand() && stored_significand() <= decimal128::largest_significand;
  }
  /// Of a finite number: zero where what is stored is out of range, as IEEE 754 has it.
  decimal128::Significand significand() const { return significand_is_valid() ? stored_significand() : 0; }
};

/// The digits of a significand up to the largest one, without leading zeros.
class SignificandDigits {
 public:
  explicit SignificandDigits(decimal128::Significand significand) {
    using decimal128::ten_to_17;
    char* end = text_.data();
    if (significand < ten_to_17) {
      end = write_number(end, static_cast<std::uint64_t>(significand));
    } else {
      end = write_number(end, static_cast<std::uint64_t>(significand / ten_to_17));
      const auto low = static_cast<std::uint64_t>(significand % ten_to_17);
      *end++ = static_cast<char>('0' + low / 10'000'000'000'000'000);
      end = write_8_digits(end, static_cast<std::uint32_t>(low / 100'000'000 % 100'000'000));
      end = write_8_digits(end, static_cast<std::uint32_t>(low % 100'000'000));
    }
    count_ = static_cast<int>(end - text_.data());
  }

  int count() const { return count_; }
  /// Writes the digits in [from, to) at `out` and returns where they end.
  char* write(char* out, int from, int to) const {
    const auto count = static_cast<std::size_t>(to - from);
    std::memcpy(out, text_.data() + from, count);
    return out + count;
  }

 private:
  std::array<char, 40> text_;
  int count_;
};

}  // namespace mongokeep::extjson
