#include "extjson/decimal128_text.h"

#include <algorithm>

#include "extjson/decimal128_words.h"
#include "extjson/digits.h"
#include "extjson/put.h"

namespace mongokeep::extjson {

namespace {

char* write_scientific(char* out, const SignificandDigits& digits, int exponent) {
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
char* write_positional(char* out, const SignificandDigits& digits, int places) {
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
  const Decimal128Words words(bytes);
  if (words.is_nan()) return put(out, "NaN");
  if (words.negative()) *out++ = '-';
  if (words.is_infinite()) return put(out, "Infinity");

  const SignificandDigits digits(words.significand());
  const int exponent = words.exponent();
  const int scientific_exponent = digits.count() - 1 + exponent;
  if (exponent > 0 || scientific_exponent < -6) return write_scientific(out, digits, scientific_exponent);
  if (exponent == 0) return digits.write(out, 0, digits.count());
  return write_positional(out, digits, -exponent);
}

bool decimal128_is_canonical(const std::uint8_t* bytes) {
  const Decimal128Words words(bytes);
  if (words.is_nan()) return words.high == decimal128::not_a_number && words.low == 0;
  if (words.is_infinite()) return (words.high & ~decimal128::sign_bit) == decimal128::infinity && words.low == 0;
  return words.significand_is_valid();
}

}  // namespace mongokeep::extjson
