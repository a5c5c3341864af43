#pragma once

#include <array>
#include <compare>
#include <cstdint>

namespace mongokeep::extjson {

/// A number of any type as the digits that it has in decimal, every one of them, so that numbers of different types
/// can be compared by what they are.
class ExactNumber {
 public:
  explicit ExactNumber(std::int64_t number);
  explicit ExactNumber(double number);
  /// Of a decimal128, given by the 16 bytes that BSON stores.
  explicit ExactNumber(const std::uint8_t* decimal128);

  /// NaN is equal to NaN and below all others; zeros are equal.
  std::weak_ordering operator<=>(const ExactNumber& other) const;

 private:
  enum class Kind : std::uint8_t { nan, negative_infinity, negative, zero, positive, positive_infinity };
  static constexpr Kind infinity(bool negative) { return negative ? Kind::negative_infinity : Kind::positive_infinity; }
  static constexpr Kind finite(bool negative) { return negative ? Kind::negative : Kind::positive; }

  /// Takes what was written at the begin of the digits, up to `end`: a number of the value 0.DIGITS × 10^point.
  void set_digits(Kind kind, const char* end, int point);
  std::weak_ordering compare_magnitude(const ExactNumber& other) const;

  /// No double has more than 767 digits; a point and an exponent stand beside them while they are written.
  std::array<char, 780> digits_;
  int count_ = 0;  ///< of the digits, the last of which is not zero
  int point_ = 0;
  Kind kind_;
};

}  // namespace mongokeep::extjson
