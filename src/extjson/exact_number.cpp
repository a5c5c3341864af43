#include "extjson/exact_number.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <string_view>

#include "extjson/decimal128_words.h"
#include "extjson/digits.h"

namespace mongokeep::extjson {

namespace {

/// The absolute value, also of the one that has no counterpart.
std::uint64_t magnitude_of(std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  return number < 0 ? 0 - bits : bits;
}

}  // namespace

ExactNumber::ExactNumber(std::int64_t number) : kind_(number == 0 ? Kind::zero : finite(number < 0)) {
  if (number == 0) return;
  const char* const end = write_number(digits_.data(), magnitude_of(number));
  set_digits(kind_, end, static_cast<int>(end - digits_.data()));
}

ExactNumber::ExactNumber(double number) : kind_(Kind::zero) {
  const bool negative = std::signbit(number);
  if (std::isnan(number)) {
    kind_ = Kind::nan;
  } else if (std::isinf(number)) {
    kind_ = infinity(negative);
  } else if (number != 0) {
    // "D.DDD…e±XX" with as many digits behind the point as any double has: nothing is rounded.
    constexpr int places = 766;
    char* const text = digits_.data();
    const char* const end =
        std::to_chars(text, text + digits_.size(), std::fabs(number), std::chars_format::scientific, places).ptr;
    const char* exponent_text = text + 2 + places + 1;
    if (*exponent_text == '+') ++exponent_text;
    int exponent = 0;
    std::from_chars(exponent_text, end, exponent);
    std::memmove(text + 1, text + 2, places);
    set_digits(finite(negative), text + 1 + places, exponent + 1);
  }
}

ExactNumber::ExactNumber(const std::uint8_t* decimal128) : kind_(Kind::zero) {
  const Decimal128Words words(decimal128);
  if (words.is_nan()) {
    kind_ = Kind::nan;
  } else if (words.is_infinite()) {
    kind_ = infinity(words.negative());
  } else if (words.significand() != 0) {
    const SignificandDigits digits(words.significand());
    set_digits(finite(words.negative()), digits.write(digits_.data(), 0, digits.count()),
               digits.count() + words.exponent());
  }
}

void ExactNumber::set_digits(Kind kind, const char* end, int point) {
  while (end[-1] == '0') --end;
  kind_ = kind;
  count_ = static_cast<int>(end - digits_.data());
  point_ = point;
}

std::weak_ordering ExactNumber::operator<=>(const ExactNumber& other) const {
  if (kind_ != other.kind_) return kind_ <=> other.kind_;
  if (kind_ == Kind::positive) return compare_magnitude(other);
  if (kind_ == Kind::negative) return other.compare_magnitude(*this);
  return std::weak_ordering::equivalent;
}

std::weak_ordering ExactNumber::compare_magnitude(const ExactNumber& other) const {
  if (point_ != other.point_) return point_ <=> other.point_;
  const std::string_view left(digits_.data(), static_cast<std::size_t>(count_));
  const std::string_view right(other.digits_.data(), static_cast<std::size_t>(other.count_));
  return left <=> right;
}

}  // namespace mongokeep::extjson
