#include "extjson/decimal128_reading.h"

#include <algorithm>
#include <cstdint>

#include "extjson/decimal128_format.h"
#include "extjson/digits.h"
#include "extjson/little_endian.h"
#include "extjson/wrong_text.h"

namespace mongokeep::extjson {

namespace {

using namespace decimal128;

constexpr const char* not_exact = "the number has more digits than a decimal128 holds";
/// An exponent in text beyond this is as good as this, whatever number of digits stands before it.
constexpr std::int64_t far_enough = 10'000'000'000;

char* store(char* out, bool negative, std::uint64_t high, std::uint64_t low) {
  store_little_endian(out, low);
  store_little_endian(out + 8, high | (negative ? sign_bit : 0));
  return out + 16;
}

bool same_letters(std::string_view text, std::string_view lower_case) {
  return std::equal(text.begin(), text.end(), lower_case.begin(), lower_case.end(),
                    [](char left, char right) { return (left | 0x20) == right; });
}

/// Reads a number's text, front to back, into a significand of at most 34 digits and an exponent of any size.
class Number {
 public:
  explicit Number(std::string_view text) : text_(text) {
    bool has_digit = false;
    bool has_point = false;
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
      if (is_digit(text[at])) {
        has_digit = true;
        take_digit(at, has_point);
      } else if (text[at] == '.' && !has_point) {
        has_point = true;
      } else {
        break;
      }
    }
    if (!has_digit) fail(at, "a digit is missing in this decimal128");
    if (at < text.size() && (text[at] | 0x20) == 'e') at = take_exponent(at + 1);
    if (at < text.size()) fail(at, "this is not part of a decimal128");
  }

  /// Makes the exponent one that the format has, by zeros at the end alone.
  void fit() {
    if (significand_ == 0) {
      exponent_ = std::clamp<std::int64_t>(exponent_, smallest_exponent, largest_exponent);
      return;
    }
    for (; exponent_ > largest_exponent && count_ < most_digits; ++count_, --exponent_) significand_ *= 10;
    if (exponent_ > largest_exponent) fail(0, "the number is larger than a decimal128 can be");
    for (; exponent_ < smallest_exponent; ++exponent_) {
      if (significand_ % 10 != 0) fail(0, "the number has more decimal places than a decimal128 holds");
      significand_ /= 10;
    }
  }

  std::uint64_t high_word() const {
    const auto biased = static_cast<std::uint64_t>(exponent_ + exponent_bias);
    return biased << exponent_shift | static_cast<std::uint64_t>(significand_ >> 64);
  }
  std::uint64_t low_word() const { return static_cast<std::uint64_t>(significand_); }

 private:
  [[noreturn]] void fail(std::size_t at, const char* cause) const { throw_wrong_text(text_.data() + at, cause); }

  void take_digit(std::size_t at, bool behind_point) {
    const int digit = text_[at] - '0';
    if (count_ == most_digits) {
      // No room, and no need where it is a zero.
      if (digit != 0) fail(at, not_exact);
      ++exponent_;
    } else if (significand_ != 0 || digit != 0) {
      significand_ = significand_ * 10 + static_cast<unsigned>(digit);
      ++count_;
    }
    if (behind_point) --exponent_;
  }

  std::size_t take_exponent(std::size_t at) {
    const bool negative = at < text_.size() && text_[at] == '-';
    if (at < text_.size() && (text_[at] == '-' || text_[at] == '+')) ++at;
    if (at == text_.size() || !is_digit(text_[at])) fail(at, "a digit is missing in the exponent of this decimal128");
    std::int64_t exponent = 0;
    for (; at < text_.size() && is_digit(text_[at]); ++at) {
      exponent = std::min(exponent * 10 + (text_[at] - '0'), far_enough);
    }
    exponent_ += negative ? -exponent : exponent;
    return at;
  }

  std::string_view text_;
  Significand significand_ = 0;
  int count_ = 0;  ///< of the significand's digits, from the first that is not zero
  std::int64_t exponent_ = 0;
};

}  // namespace

char* write_decimal128_bytes(char* out, std::string_view text) {
  const bool negative = text.starts_with('-');
  std::string_view magnitude = text;
  if (negative || text.starts_with('+')) magnitude.remove_prefix(1);
  if (same_letters(magnitude, "nan")) return store(out, false, not_a_number, 0);
  if (same_letters(magnitude, "inf") || same_letters(magnitude, "infinity")) return store(out, negative, infinity, 0);
  Number number(magnitude);
  number.fit();
  return store(out, negative, number.high_word(), number.low_word());
}

}  // namespace mongokeep::extjson
