#include "extjson/double_text.h"

#include <dragonbox/dragonbox.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "extjson/digits.h"
#include "extjson/put.h"

namespace mongokeep::extjson {

namespace {

/// Every decimal of up to 15 significant digits reads back from the double next to it.
constexpr double exact_decimals = 1e15;

/// Doubles need no more digits than this.
constexpr std::size_t longest_digits = 17;

/// A positive number as digits, the first one not zero, times a power of ten: 0.digits * 10^point.
struct ShortestDigits {
  std::array<char, 2 * longest_digits> digits;  ///< so long that a copy of a fixed size may begin at every digit
  int count;
  int point;
};

ShortestDigits shortest_digits(double magnitude) {
  const auto decimal = jkj::dragonbox::to_decimal(magnitude, jkj::dragonbox::policy::sign::ignore);
  ShortestDigits shortest;
  const char* const end = write_number(shortest.digits.data(), decimal.significand);
  shortest.count = static_cast<int>(end - shortest.digits.data());
  shortest.point = shortest.count + decimal.exponent;
  return shortest;
}

char* write_zeros(char* out, int count) {
  std::memset(out, '0', static_cast<std::size_t>(count));
  return out + count;
}

char* write_digits(char* out, const ShortestDigits& shortest, int from, int to) {
  std::memcpy(out, shortest.digits.data() + from, longest_digits);
  return out + (to - from);
}

/// Without exponent; whole numbers end in their last digit.
char* write_positional(char* out, const ShortestDigits& shortest) {
  const auto& [digits, count, point] = shortest;
  if (point <= 0) {
    out = put(out, "0.");
    return write_digits(write_zeros(out, -point), shortest, 0, count);
  }
  if (point >= count) return write_zeros(write_digits(out, shortest, 0, count), point - count);
  out = write_digits(out, shortest, 0, point);
  *out++ = '.';
  return write_digits(out, shortest, point, count);
}

char* write_scientific(char* out, const ShortestDigits& shortest, char exponent_mark) {
  *out++ = shortest.digits[0];
  if (shortest.count > 1) {
    *out++ = '.';
    out = write_digits(out, shortest, 1, shortest.count);
  }
  const int exponent = shortest.point - 1;
  *out++ = exponent_mark;
  *out++ = exponent < 0 ? '-' : '+';
  return write_number(out, static_cast<std::uint64_t>(std::abs(exponent)));
}

bool is_short_whole(double magnitude) {
  return magnitude < exact_decimals && magnitude == static_cast<double>(static_cast<std::int64_t>(magnitude));
}

/// Writes a magnitude that has at most `places` decimal places and 15 digits in all, which most measures and all prices
/// are; otherwise returns nullptr. Division is rounded correctly: where `whole` / 10^places gives the magnitude,
/// these are digits that read back as it, and with 15 digits there are no others, nor shorter ones but for zeros at the
/// end.
template <int places, std::int64_t ten_to_places>
char* write_short_decimal(char* out, double magnitude) {
  const double scaled = magnitude * static_cast<double>(ten_to_places);
  if (!(scaled < exact_decimals)) return nullptr;
  const auto whole = static_cast<std::int64_t>(scaled + 0.5);
  if (static_cast<double>(whole) / static_cast<double>(ten_to_places) != magnitude) return nullptr;
  out = write_number(out, static_cast<std::uint64_t>(whole / ten_to_places));
  *out++ = '.';
  auto fraction = static_cast<std::uint32_t>(whole % ten_to_places);
  if constexpr (places == 2) {
    out = write_2_digits(out, fraction);
  } else {
    static_assert(places == 6);
    out = write_4_digits(write_2_digits(out, fraction / 10000), fraction % 10000);
  }
  while (out[-1] == '0') --out;
  return out;
}

/// Writes a magnitude with a fraction the quick way, or returns nullptr.
char* write_short_fraction(char* out, double magnitude) {
  if (magnitude < 1e-4) return nullptr;
  if (char* const end = write_short_decimal<2, 100>(out, magnitude)) return end;
  return write_short_decimal<6, 1'000'000>(out, magnitude);
}

}  // namespace

char* write_extended_double(char* out, double number) {
  if (std::signbit(number)) *out++ = '-';
  const double magnitude = std::fabs(number);
  if (is_short_whole(magnitude)) {
    return put(write_number(out, static_cast<std::uint64_t>(magnitude)), ".0");
  }
  if (char* const end = write_short_fraction(out, magnitude)) return end;
  const ShortestDigits shortest = shortest_digits(magnitude);
  if (shortest.point < -3 || shortest.point > 16) return write_scientific(out, shortest, 'E');
  out = write_positional(out, shortest);
  return shortest.point >= shortest.count ? put(out, ".0") : out;
}

char* write_script_double(char* out, double number) {
  if (number < 0) *out++ = '-';
  const double magnitude = std::fabs(number);
  if (is_short_whole(magnitude)) return write_number(out, static_cast<std::uint64_t>(magnitude));
  if (char* const end = write_short_fraction(out, magnitude)) return end;
  const ShortestDigits shortest = shortest_digits(magnitude);
  if (shortest.point < -5 || shortest.point > 21) return write_scientific(out, shortest, 'e');
  return write_positional(out, shortest);
}

}  // namespace mongokeep::extjson
