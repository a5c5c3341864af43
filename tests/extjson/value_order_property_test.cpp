// Whatever the values, their order is one: the same from both sides, carried on from pair to pair, and for numbers the
// one that a slow and exact reckoning finds.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "extjson/exact_ratio.h"
#include "extjson/ordered_values.h"
#include "extjson/value_order.h"

namespace mongokeep::extjson {
namespace {

/// A finite number as BSON has it and as the slow reckoning has it.
struct Number {
  OrderedValue value;
  ExactRatio exact;
};

Number int32_number(std::int32_t number) {
  return {{"int32", BsonType::int32, stored(number)}, ExactRatio::of(std::int64_t{number})};
}

Number int64_number(std::int64_t number) {
  return {{"int64", BsonType::int64, stored(number)}, ExactRatio::of(number)};
}

Number double_number(double number) {
  return {{"double", BsonType::number_double, stored(number)}, ExactRatio::of(number)};
}

Number decimal_number(const std::string& digits, int exponent) {
  return {
      {"decimal128 " + digits + "E" + std::to_string(exponent), BsonType::decimal128, stored_decimal(digits, exponent)},
      ExactRatio::of(digits, exponent)};
}

/// A double of any size, as likely tiny as large.
double any_double() {
  const double number = std::bit_cast<double>(*rc::gen::arbitrary<std::uint64_t>());
  return std::isfinite(number) ? number : 0.5;
}

Number any_decimal() {
  const auto count = *rc::gen::inRange<std::size_t>(1, 35);
  const auto digits = *rc::gen::container<std::string>(count, rc::gen::inRange('0', ':'));
  const bool is_extreme = *rc::gen::inRange(0, 4) == 0;
  const int exponent = is_extreme ? *rc::gen::inRange(-6176, 6112) : *rc::gen::inRange(-345, 310);
  return decimal_number((*rc::gen::arbitrary<bool>() ? "-" : "") + digits, exponent);
}

Number any_number() {
  switch (*rc::gen::inRange(0, 4)) {
    case 0: return int32_number(*rc::gen::arbitrary<std::int32_t>());
    case 1: return int64_number(*rc::gen::arbitrary<std::int64_t>());
    case 2: return double_number(any_double());
    default: return any_decimal();
  }
}

/// The decimal of `places` digits next to a double, and a little off it at times.
Number decimal_near(double number, int places) {
  char buffer[64];
  char* const end =
      std::to_chars(buffer, buffer + sizeof buffer, std::fabs(number), std::chars_format::scientific, places - 1).ptr;
  const std::string text(+buffer, end);
  const std::size_t mark = text.find('e');
  std::string digits = text.substr(0, mark);
  std::erase(digits, '.');
  const int exponent = std::stoi(text.substr(mark + 1));
  char& last = digits.back();
  if (*rc::gen::inRange(0, 3) == 0 && last != '9') ++last;
  if (*rc::gen::inRange(0, 3) == 0 && last != '0') --last;
  return decimal_number((std::signbit(number) ? "-" : "") + digits, exponent - (places - 1));
}

/// Two numbers that are hard to tell apart.
std::pair<Number, Number> close_numbers() {
  const std::int64_t step = *rc::gen::inRange(-1, 2);
  if (*rc::gen::arbitrary<bool>()) {
    const double number = any_double();
    return {double_number(number), decimal_near(number, *rc::gen::inRange(1, 35))};
  }
  const int shift = *rc::gen::inRange(0, 64);
  const std::int64_t number = *rc::gen::arbitrary<std::int64_t>() >> shift;
  std::int64_t beside = number;
  if (__builtin_add_overflow(number, step, &beside)) beside = number;
  if (*rc::gen::arbitrary<bool>()) return {int64_number(number), double_number(static_cast<double>(beside))};
  const int zeros = *rc::gen::inRange(0, 15);
  return {int64_number(number),
          decimal_number(std::to_string(beside) + std::string(static_cast<std::size_t>(zeros), '0'), -zeros)};
}

RC_GTEST_PROP(NumberOrder, IsTheExactOne, ()) {
  const Number left = any_number();
  const Number right = any_number();
  RC_ASSERT(compare(left.value, right.value) == sign_of(left.exact <=> right.exact));
}

RC_GTEST_PROP(NumberOrder, IsTheExactOneOfNumbersThatAreClose, ()) {
  const auto [left, right] = close_numbers();
  RC_ASSERT(compare(left.value, right.value) == sign_of(left.exact <=> right.exact));
  RC_ASSERT(compare(right.value, left.value) == sign_of(right.exact <=> left.exact));
}

RC_GTEST_PROP(NumberOrder, HasEqualNumbersOfAllTypes, (std::int32_t number)) {
  const std::vector<Number> equals = {int32_number(number), int64_number(number), double_number(number),
                                      decimal_number(std::to_string(number), 0),
                                      decimal_number(std::to_string(number) + "000", -3)};
  for (const Number& left : equals) {
    for (const Number& right : equals) RC_ASSERT(compare(left.value, right.value) == 0);
  }
}

/// A value of the table, or a document or an array of a few of them.
OrderedValue any_value(int levels) {
  if (levels == 0 || *rc::gen::inRange(0, 3) == 0) {
    const auto& groups = ordered_values();
    const auto& equals = groups[*rc::gen::inRange<std::size_t>(0, groups.size())];
    return equals[*rc::gen::inRange<std::size_t>(0, equals.size())];
  }
  BsonBuilder inside;
  for (int left = *rc::gen::inRange(0, 4); left > 0; --left) {
    const OrderedValue value = any_value(levels - 1);
    inside.add(value.type, *rc::gen::arbitrary<bool>() ? "a" : "b", value.value);
  }
  if (*rc::gen::arbitrary<bool>()) return {"document", BsonType::document, inside.text()};
  if (*rc::gen::arbitrary<bool>()) return {"array", BsonType::array, inside.text()};
  return {"code with scope", BsonType::code_with_scope, stored_code_with_scope("f()", inside)};
}

RC_GTEST_PROP(ValueOrder, IsTheSameFromBothSidesAndIsCarriedOn, ()) {
  std::vector<OrderedValue> values;
  for (int count = 0; count < 3; ++count) values.push_back(any_value(2));
  for (const OrderedValue& value : values) RC_ASSERT(compare(value, value) == 0);
  std::sort(values.begin(), values.end(),
            [](const OrderedValue& left, const OrderedValue& right) { return compare(left, right) < 0; });
  const int first = compare(values[0], values[1]);
  const int second = compare(values[1], values[2]);
  const int both = compare(values[0], values[2]);
  RC_ASSERT(first <= 0);
  RC_ASSERT(second <= 0);
  RC_ASSERT(both <= 0);
  RC_ASSERT(compare(values[1], values[0]) == -first);
  RC_ASSERT(compare(values[2], values[0]) == -both);
  RC_ASSERT((both == 0) == (first == 0 && second == 0));
}

}  // namespace
}  // namespace mongokeep::extjson
