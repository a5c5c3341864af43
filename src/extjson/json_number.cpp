#include "extjson/json_number.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>

#include "extjson/digits.h"
#include "extjson/little_endian.h"
#include "extjson/wrong_text.h"

namespace mongokeep::extjson {

namespace {

/// Powers of ten that a double holds exactly.
constexpr std::array<double, 23> powers_of_ten = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr std::array<std::uint64_t, 8> small_powers = {1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000};
constexpr std::int64_t largest_power = powers_of_ten.size() - 1;
/// Whole numbers up to here are doubles, all of them.
constexpr std::uint64_t largest_exact = std::uint64_t{1} << 53;

/// Eight characters as values of digits, the first one lowest.
constexpr std::uint64_t zeros = 0x3030'3030'3030'3030;

/// How many of the values are those of digits before the first that is not.
int count_digits(std::uint64_t values) {
  // Adding six carries what is above 9 over to the high half; what carries further does so behind the first one only.
  const std::uint64_t stops = (values + 0x0606'0606'0606'0606) & 0xF0F0'F0F0'F0F0'F0F0;
  return std::countr_zero(stops) / 8;
}

/// What eight digits stand for: neighbours are put together to pairs, those to fours, those to eight.
std::uint64_t number_of(std::uint64_t values) {
  values = (values * 10 + (values >> 8)) & 0x00FF'00FF'00FF'00FF;
  values = (values * 100 + (values >> 16)) & 0x0000'FFFF'0000'FFFF;
  return (values * 10'000 + (values >> 32)) & 0xFFFF'FFFF;
}

std::uint64_t load_word(const char* text) {
  return load_little_endian<std::uint64_t>(reinterpret_cast<const std::uint8_t*>(text));
}

/// Reads on through at least one digit.
const char* read_digits(const char* text, JsonNumber& number) {
  if (!is_digit(*text)) throw_wrong_text(text, "a digit is missing in this number");
  std::uint64_t digits = number.digits;
  const char* at = text;
  // Leading zeros of a fraction are no digits that count.
  if (number.digit_count == 0) {
    while (*at == '0') ++at;
  }
  const char* const first = at;
  while (true) {
    const std::uint64_t values = load_word(at) ^ zeros;
    const int count = count_digits(values);
    if (count == 8) {
      digits = digits * 100'000'000 + number_of(values);
      at += count;
      continue;
    }
    // The digits at the word's upper end, with zeros before them: numbers are of all lengths, and loops mispredicted.
    if (count > 0)
      digits = digits * small_powers[static_cast<std::size_t>(count)] + number_of(values << (64 - 8 * count));
    at += count;
    break;
  }
  number.digits = digits;
  number.digit_count += at - first;
  return at;
}

const char* read_exponent(const char* at, JsonNumber& number) {
  constexpr std::int64_t far_enough = 100'000;
  const bool negative = *at == '-';
  if (*at == '-' || *at == '+') ++at;
  if (!is_digit(*at)) throw_wrong_text(at, "a digit is missing in the exponent of this number");
  std::int64_t exponent = 0;
  for (; is_digit(*at); ++at) {
    if (exponent < far_enough) exponent = exponent * 10 + (*at - '0');
  }
  number.exponent += negative ? -exponent : exponent;
  return at;
}

/// For every number: correct to the last bit, but slower.
double any_double(const JsonNumber& number) {
  double value = 0;
  const std::errc error = std::from_chars(number.begin, number.end, value).ec;
  if (error == std::errc()) return value;
  // Out of range is too large or too small; that it is below one tells.
  if (number.digit_count + number.exponent <= 0) return number.negative ? -0.0 : 0.0;
  throw_wrong_text(number.begin, "the number is larger than a double can be");
}

}  // namespace

JsonNumber read_json_number(const char* text) {
  JsonNumber number;
  number.begin = text;
  number.negative = *text == '-';
  const char* at = text + (number.negative ? 1 : 0);
  if (*at == '0') {
    ++at;
    if (is_digit(*at)) throw_wrong_text(at, "this number has a leading zero");
  } else {
    at = read_digits(at, number);
  }
  if (*at == '.') {
    const char* const point = at++;
    at = read_digits(at, number);
    number.exponent = point + 1 - at;
    number.whole = false;
  }
  if (*at == 'e' || *at == 'E') {
    at = read_exponent(at + 1, number);
    number.whole = false;
  }
  number.end = at;
  return number;
}

double to_double(const JsonNumber& number) {
  constexpr int surely_held = 19;
  // One rounding of exact operands gives the nearest double.
  if (number.digit_count <= surely_held && number.digits <= largest_exact &&
      std::abs(number.exponent) <= largest_power) {
    const auto digits = static_cast<double>(number.digits);
    const double power = powers_of_ten[static_cast<std::size_t>(std::abs(number.exponent))];
    const double value = number.exponent < 0 ? digits / power : digits * power;
    return number.negative ? -value : value;
  }
  return any_double(number);
}

}  // namespace mongokeep::extjson
