#include "extjson/decimal128_text.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "extjson/digits.h"
#include "extjson/little_endian.h"
#include "extjson/put.h"

namespace mongokeep::extjson {

namespace {

__extension__ using Significand = unsigned __int128;

constexpr std::uint64_t ten_to_17 = 100'000'000'000'000'000;
constexpr Significand largest_significand = Significand{ten_to_17} * ten_to_17 - 1;
constexpr int exponent_bias = 6176;
constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;
constexpr std::uint64_t infinity = std::uint64_t{0x78} << 56;
constexpr std::uint64_t not_a_number = std::uint64_t{0x7C} << 56;
/// The sign and five bits that tell the special values from numbers.
constexpr std::uint64_t special_bits = std::uint64_t{0x7C} << 56;

struct Words {
  std::uint64_t high;
  std::uint64_t low;

  explicit Words(const std::uint8_t* bytes)
      : high(load_little_endian<std::uint64_t>(bytes + 8)), low(load_little_endian<std::uint64_t>(bytes)) {}

  bool negative() const { return (high & sign_bit) != 0; }
  bool is_nan() const { return (high & special_bits) == not_a_number; }
  bool is_infinite() const { return (high & special_bits) == infinity; }
  /// The second form of numbers, whose significand always is above the largest one.
  bool has_long_significand() const { return (high >> 61 & 3) == 3; }
  int exponent() const { return static_cast<int>(high >> (has_long_significand() ? 47 : 49) & 0x3FFF) - exponent_bias; }
  Significand stored_significand() const { return Significand{high & 0x1'FFFF'FFFF'FFFF} << 64 | low; }
  bool significand_is_valid() const { return !has_long_significand() && stored_significand() <= largest_significand; }
};

/// The digits of a significand, without leading zeros.
class Digits {
 public:
  explicit Digits(Significand significand) {
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
  char* write(char* out, int from, int to) const {
    const auto count = static_cast<std::size_t>(to - from);
    std::memcpy(out, text_.data() + from, count);
    return out + count;
  }

 private:
  std::array<char, 40> text_;
  int count_;
};

char* write_scientific(char* out, const Digits& digits, int exponent) {
  out = digits.write(out, 0, 1);
  if (digits.count() > 1) {
    *out++ = '.';
    out = digits.write(out, 1, digits.count());
  }
  *out++ = 'E';
  *out++ = exponent < 0 ? '-' : '+';
  return write_number(out, static_cast<std::uint64_t>(exponent < 0 ? -exponent : exponent));
}

/// `places` of the digits, at least one, stand behind the point.
char* write_positional(char* out, const Digits& digits, int places) {
  const int before_point = digits.count() - places;
  if (before_point > 0) {
    out = digits.write(out, 0, before_point);
    *out++ = '.';
    return digits.write(out, before_point, digits.count());
  }
  out = put(out, "0.");
  out = std::fill_n(out, -before_point, '0');
  return digits.write(out, 0, digits.count());
}

}  // namespace

char* write_decimal128(char* out, const std::uint8_t* bytes) {
  const Words words(bytes);
  if (words.is_nan()) return put(out, "NaN");
  if (words.negative()) *out++ = '-';
  if (words.is_infinite()) return put(out, "Infinity");

  const Digits digits(words.significand_is_valid() ? words.stored_significand() : 0);
  const int exponent = words.exponent();
  const int scientific_exponent = digits.count() - 1 + exponent;
  if (exponent > 0 || scientific_exponent < -6) return write_scientific(out, digits, scientific_exponent);
  if (exponent == 0) return digits.write(out, 0, digits.count());
  return write_positional(out, digits, -exponent);
}

bool decimal128_is_canonical(const std::uint8_t* bytes) {
  const Words words(bytes);
  if (words.is_nan()) return words.high == not_a_number && words.low == 0;
  if (words.is_infinite()) return (words.high & ~sign_bit) == infinity && words.low == 0;
  return words.significand_is_valid();
}

}  // namespace mongokeep::extjson
