#include "extjson/number_order.h"

#include <cmath>
#include <cstdint>

#include "extjson/decimal128_words.h"
#include "extjson/exact_number.h"
#include "extjson/little_endian.h"

namespace mongokeep::extjson {

namespace {

bool is_integer(BsonType type) {
  return type == BsonType::int32 || type == BsonType::int64;
}

std::int64_t integer_of(const Element& number) {
  const std::uint8_t* const bytes = number.value.data();
  return number.type == BsonType::int32 ? load_little_endian<std::int32_t>(bytes)
                                        : load_little_endian<std::int64_t>(bytes);
}

double double_of(const Element& number) {
  return load_little_endian<double>(number.value.data());
}

ExactNumber exact(const Element& number) {
  if (is_integer(number.type)) return ExactNumber(integer_of(number));
  if (number.type == BsonType::number_double) return ExactNumber(double_of(number));
  return ExactNumber(number.value.data());
}

std::weak_ordering compare(std::int64_t left, std::int64_t right) {
  return left <=> right;
}

std::weak_ordering compare(double left, double right) {
  if (left < right) return std::weak_ordering::less;
  if (left > right) return std::weak_ordering::greater;
  // A NaN has made both of these false.
  return std::isnan(right) <=> std::isnan(left);
}

std::weak_ordering compare(std::int64_t left, double right) {
  constexpr double beyond_int64 = 0x1p63;
  if (right >= beyond_int64) return std::weak_ordering::less;
  // A NaN is not at least anything either.
  if (!(right >= -beyond_int64)) return std::weak_ordering::greater;
  const auto whole = static_cast<std::int64_t>(right);
  if (left != whole) return left <=> whole;
  return compare(0.0, right - static_cast<double>(whole));
}

std::weak_ordering compare(double left, std::int64_t right) {
  const std::weak_ordering reversed = compare(right, left);
  if (std::is_lt(reversed)) return std::weak_ordering::greater;
  return std::is_gt(reversed) ? std::weak_ordering::less : reversed;
}

}  // namespace

std::weak_ordering compare_numbers(const Element& left, const Element& right) {
  const bool left_is_double = left.type == BsonType::number_double;
  const bool right_is_double = right.type == BsonType::number_double;
  if (is_integer(left.type)) {
    if (is_integer(right.type)) return compare(integer_of(left), integer_of(right));
    if (right_is_double) return compare(integer_of(left), double_of(right));
  } else if (left_is_double) {
    if (right_is_double) return compare(double_of(left), double_of(right));
    if (is_integer(right.type)) return compare(double_of(left), integer_of(right));
  }
  return exact(left) <=> exact(right);
}

bool is_nan(const Element& number) {
  if (number.type == BsonType::number_double) return std::isnan(double_of(number));
  return number.type == BsonType::decimal128 && Decimal128Words(number.value.data()).is_nan();
}

}  // namespace mongokeep::extjson
