#pragma once

#include <algorithm>
#include <cmath>
#include <compare>
#include <cstdint>
#include <string_view>
#include <vector>

namespace mongokeep::extjson {

/// A natural number of any size, in the simplest way.
class Natural {
 public:
  explicit Natural(std::uint64_t number) {
    for (; number != 0; number >>= 32) limbs_.push_back(static_cast<std::uint32_t>(number));
  }

  void multiply(std::uint32_t factor, int times) {
    for (; times > 0; --times) multiply_and_add(factor, 0);
  }

  void multiply_and_add(std::uint32_t factor, std::uint32_t addend) {
    std::uint64_t carry = addend;
    for (std::uint32_t& limb : limbs_) {
      carry += std::uint64_t{limb} * factor;
      limb = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) limbs_.push_back(static_cast<std::uint32_t>(carry));
  }

  bool is_zero() const { return limbs_.empty(); }

  std::strong_ordering operator<=>(const Natural& other) const {
    if (limbs_.size() != other.limbs_.size()) return limbs_.size() <=> other.limbs_.size();
    for (std::size_t index = limbs_.size(); index-- > 0;) {
      if (limbs_[index] != other.limbs_[index]) return limbs_[index] <=> other.limbs_[index];
    }
    return std::strong_ordering::equal;
  }

 private:
  std::vector<std::uint32_t> limbs_;  ///< lowest first, the highest not zero
};

/// ±natural × 2^twos × 10^tens: what every finite number of BSON is, reckoned apart from the code under test.
struct ExactRatio {
  bool negative;
  Natural natural;
  int twos;
  int tens;

  static ExactRatio of(std::int64_t number) {
    const auto bits = static_cast<std::uint64_t>(number);
    return {number < 0, Natural(number < 0 ? 0 - bits : bits), 0, 0};
  }

  static ExactRatio of(double number) {
    int exponent = 0;
    const double fraction = std::frexp(std::fabs(number), &exponent);
    return {std::signbit(number), Natural(static_cast<std::uint64_t>(std::ldexp(fraction, 53))), exponent - 53, 0};
  }

  /// Of decimal digits, a minus sign in front where it is negative, and a power of ten.
  static ExactRatio of(std::string_view digits, int exponent) {
    const bool is_negative = digits.starts_with('-');
    Natural natural(0);
    for (const char digit : digits.substr(is_negative ? 1 : 0)) {
      natural.multiply_and_add(10, static_cast<std::uint32_t>(digit - '0'));
    }
    return {is_negative, natural, 0, exponent};
  }

  std::strong_ordering operator<=>(const ExactRatio& other) const {
    if (natural.is_zero() && other.natural.is_zero()) return std::strong_ordering::equal;
    if (natural.is_zero()) return other.negative ? std::strong_ordering::greater : std::strong_ordering::less;
    if (other.natural.is_zero() || negative != other.negative) {
      return negative ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    return negative ? other.compare_magnitude(*this) : compare_magnitude(other);
  }

 private:
  std::strong_ordering compare_magnitude(const ExactRatio& other) const {
    // Both multiplied until neither has a negative power left.
    const auto whole = [](const ExactRatio& ratio, const ExactRatio& beside) {
      Natural product = ratio.natural;
      product.multiply(2, ratio.twos - std::min(ratio.twos, beside.twos));
      product.multiply(10, ratio.tens - std::min(ratio.tens, beside.tens));
      return product;
    };
    return whole(*this, other) <=> whole(other, *this);
  }
};

}  // namespace mongokeep::extjson
