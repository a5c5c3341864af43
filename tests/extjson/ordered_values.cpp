#include "extjson/ordered_values.h"

#include <cstdlib>
#include <limits>

namespace mongokeep::extjson {

namespace {

using namespace std::string_literals;
using Equals = std::vector<OrderedValue>;
using Groups = std::vector<Equals>;

constexpr std::int64_t two_to_53 = std::int64_t{1} << 53;
constexpr std::uint64_t decimal_infinity = std::uint64_t{0x78} << 56;
constexpr std::uint64_t decimal_nan = std::uint64_t{0x7C} << 56;
constexpr std::uint64_t decimal_sign = std::uint64_t{1} << 63;

OrderedValue of_int32(std::int32_t number) {
  return {"int32 " + std::to_string(number), BsonType::int32, stored(number)};
}

OrderedValue of_int64(std::int64_t number) {
  return {"int64 " + std::to_string(number), BsonType::int64, stored(number)};
}

OrderedValue of_double(std::string_view text) {
  return {"double " + std::string(text), BsonType::number_double,
          stored(std::strtod(std::string(text).c_str(), nullptr))};
}

OrderedValue of_double_bits(std::string_view name, std::uint64_t bits) {
  return {"double " + std::string(name), BsonType::number_double, stored(bits)};
}

OrderedValue of_decimal(std::string_view digits, int exponent) {
  return {"decimal128 " + std::string(digits) + "E" + std::to_string(exponent), BsonType::decimal128,
          stored_decimal(digits, exponent)};
}

OrderedValue of_decimal_bits(std::string_view name, std::uint64_t high, std::uint64_t low = 0) {
  return {"decimal128 " + std::string(name), BsonType::decimal128, stored(low) + stored(high)};
}

OrderedValue of_string(std::string_view text) {
  return {"string " + std::string(text), BsonType::string, stored_string(text)};
}

OrderedValue of_symbol(std::string_view text) {
  return {"symbol " + std::string(text), BsonType::symbol, stored_string(text)};
}

OrderedValue of_document(std::string_view name, const BsonBuilder& document) {
  return {"document " + std::string(name), BsonType::document, document.text()};
}

OrderedValue of_array(std::string_view name, const BsonBuilder& array) {
  return {"array " + std::string(name), BsonType::array, array.text()};
}

OrderedValue of_binary(char subtype, std::string_view bytes) {
  return {"binary of subtype " + std::to_string(static_cast<unsigned char>(subtype)) + ", " +
              std::to_string(bytes.size()) + " bytes, the last " +
              (bytes.empty() ? "none" : std::to_string(static_cast<unsigned char>(bytes.back()))),
          BsonType::binary, stored(static_cast<std::int32_t>(bytes.size())) + subtype + std::string(bytes)};
}

OrderedValue of_object_id(std::string_view name, std::string_view bytes) {
  return {"ObjectId " + std::string(name), BsonType::object_id, std::string(bytes)};
}

OrderedValue of_date(std::int64_t milliseconds) {
  return {"date " + std::to_string(milliseconds), BsonType::date_time, stored(milliseconds)};
}

OrderedValue of_timestamp(std::uint32_t seconds, std::uint32_t increment) {
  return {"timestamp " + std::to_string(seconds) + "," + std::to_string(increment), BsonType::timestamp,
          stored(std::uint64_t{seconds} << 32 | increment)};
}

OrderedValue of_regex(std::string_view pattern, std::string_view options) {
  return {"regex " + std::string(pattern) + "/" + std::string(options), BsonType::regular_expression,
          std::string(pattern) + '\0' + std::string(options) + '\0'};
}

OrderedValue of_pointer(std::string_view collection, std::string_view id) {
  return {"DBPointer " + std::string(collection) + " " + std::string(id), BsonType::db_pointer,
          stored_string(collection) + std::string(id)};
}

OrderedValue of_code(std::string_view text) {
  return {"code " + std::string(text), BsonType::code, stored_string(text)};
}

OrderedValue of_code_with_scope(std::string_view text, std::string_view name, const BsonBuilder& scope) {
  return {"code " + std::string(text) + " with scope " + std::string(name), BsonType::code_with_scope,
          stored_code_with_scope(text, scope)};
}

Groups number_groups() {
  const std::string most_digits(34, '9');
  return {
      {of_double_bits("NaN", 0x7FF8000000000000), of_double_bits("-NaN", 0xFFF8000000000000),
       of_double_bits("NaN with a payload", 0x7FF0000000000001), of_decimal_bits("NaN", decimal_nan),
       of_decimal_bits("-NaN", decimal_nan | decimal_sign), of_decimal_bits("NaN with a payload", decimal_nan, 7)},
      {of_double("-inf"), of_decimal_bits("-Infinity", decimal_infinity | decimal_sign)},
      {of_decimal("-" + most_digits, 6111)},
      {of_decimal("-1797693134862315708145274237317044", 275)},
      {of_double("-1.7976931348623157e308")},
      {of_decimal("-1797693134862315708145274237317043", 275)},
      {of_double("-9223372036854777856")},
      {of_int64(std::numeric_limits<std::int64_t>::min()), of_double("-9223372036854775808"),
       of_decimal("-9223372036854775808", 0), of_decimal("-92233720368547758080", -1)},
      {of_decimal("-92233720368547758079", -1)},
      {of_int64(std::numeric_limits<std::int64_t>::min() + 1)},
      {of_int64(-two_to_53 - 1), of_decimal("-9007199254740993", 0)},
      {of_int64(-two_to_53), of_double("-9007199254740992"), of_decimal("-9007199254740992000", -3)},
      {of_double("-1.5"), of_decimal("-15", -1), of_decimal("-1500", -3)},
      {of_int32(-1), of_int64(-1), of_double("-1"), of_decimal("-1", 0)},
      {of_double("-0.1")},
      {of_decimal("-1", -1)},
      {of_double("-5e-324")},
      {of_decimal("-1", -6176)},
      {of_int32(0), of_int64(0), of_double("0"), of_double("-0"), of_decimal("0", 0), of_decimal("-0", 0),
       of_decimal("0", 6111), of_decimal("0", -6176),
       of_decimal_bits("with a significand out of range", 0x3041'FFFF'FFFF'FFFF, 0xFFFF'FFFF'FFFF'FFFF),
       of_decimal_bits("in the long form", 0x6C11'0000'0000'0000)},
      {of_decimal("1", -6176)},
      {of_decimal("4940656458412465441765687928682213", -357)},
      {of_double("5e-324")},
      {of_decimal("4940656458412465441765687928682214", -357)},
      {of_decimal("1", -1), of_decimal("1" + std::string(33, '0'), -34)},
      {of_decimal("1000000000000000055511151231257827", -34)},
      {of_double("0.1")},
      {of_decimal("1000000000000000055511151231257828", -34)},
      {of_decimal(most_digits, -34)},
      {of_int32(1), of_int64(1), of_double("1"), of_decimal("1", 0), of_decimal("1000", -3),
       of_decimal("1" + std::string(33, '0'), -33)},
      {of_double("1.0000000000000002")},
      {of_int32(17), of_int64(17), of_double("17"), of_decimal("17", 0), of_decimal("170", -1)},
      {of_int64(two_to_53), of_double("9007199254740992"), of_decimal("9007199254740992", 0)},
      {of_int64(two_to_53 + 1), of_decimal("9007199254740993", 0)},
      {of_int64(two_to_53 + 2), of_double("9007199254740994")},
      {of_double("9223372036854774784")},
      {of_int64(std::numeric_limits<std::int64_t>::max()), of_decimal("9223372036854775807", 0)},
      {of_decimal("92233720368547758075", -1)},
      {of_double("9223372036854775808"), of_decimal("9223372036854775808", 0)},
      {of_double("1e23"), of_decimal("99999999999999991611392", 0)},
      {of_decimal("1", 23)},
      {of_decimal("1797693134862315708145274237317043", 275)},
      {of_double("1.7976931348623157e308")},
      {of_decimal("1797693134862315708145274237317044", 275)},
      {of_decimal("1", 6111), of_decimal("1" + std::string(33, '0'), 6078)},
      {of_decimal(most_digits, 6111)},
      {of_double("inf"), of_decimal_bits("Infinity", decimal_infinity),
       of_decimal_bits("Infinity with a payload", decimal_infinity, 7)},
  };
}

Groups string_groups() {
  return {
      {of_string(""), of_symbol("")},
      {of_string(std::string(1, '\0'))},
      {of_string("A")},
      {of_string("a"), of_symbol("a")},
      {of_string(std::string("a\0", 2))},
      {of_string("aa")},
      {of_symbol("b")},
      {of_string("ba")},
      {of_string("\xC3\xA9")},
      // By bytes: in UTF-16 the second of these would come first.
      {of_string("\xEF\xBF\xBF")},
      {of_string("\xF0\x90\x80\x80")},
  };
}

Groups document_groups() {
  const auto with = [](BsonType type, std::string_view key, std::string_view value = {}) {
    return BsonBuilder().add(type, key, value);
  };
  const BsonBuilder one = BsonBuilder().add_int32("a", 1);
  return {
      {of_document("{}", {})},
      {of_document("{z: MinKey}", with(BsonType::min_key, "z"))},
      {of_document("{a: null}", with(BsonType::null, "a"))},
      {of_document("{a: 1}", one), of_document("{a: 1.0}", with(BsonType::number_double, "a", stored(1.0)))},
      {of_document("{a: 1, a: null}", BsonBuilder(one).add(BsonType::null, "a"))},
      {of_document("{a: 1, b: 1}", BsonBuilder(one).add_int32("b", 1))},
      {of_document("{a: 1, b: 1, c: 0}", BsonBuilder(one).add_int32("b", 1).add_int32("c", 0))},
      {of_document("{a: 2}", BsonBuilder().add_int32("a", 2))},
      {of_document("{aa: 0}", BsonBuilder().add_int32("aa", 0))},
      {of_document("{b: 0}", BsonBuilder().add_int32("b", 0))},
      {of_document("{a: \"x\"}", BsonBuilder().add_string("a", "x")),
       of_document("{a: Symbol(x)}", with(BsonType::symbol, "a", stored_string("x")))},
      {of_document("{a: {}}", BsonBuilder().add_document("a", {}))},
      {of_document("{a: {a: 1}}", BsonBuilder().add_document("a", one))},
      {of_document("{a: {a: 1}, b: 1}", BsonBuilder().add_document("a", one).add_int32("b", 1))},
      {of_document("{a: []}", BsonBuilder().add_array("a", {}))},
      {of_document("{a: MaxKey}", with(BsonType::max_key, "a"))},
  };
}

Groups array_groups() {
  const BsonBuilder one = BsonBuilder().add_int32("0", 1);
  return {
      {of_array("[]", {})},
      {of_array("[null]", BsonBuilder().add(BsonType::null, "0"))},
      {of_array("[1]", one), of_array("[1.0]", BsonBuilder().add(BsonType::number_double, "0", stored(1.0)))},
      {of_array("[1, 0]", BsonBuilder(one).add_int32("1", 0))},
      {of_array("[1, 2]", BsonBuilder(one).add_int32("1", 2))},
      {of_array("[2]", BsonBuilder().add_int32("0", 2))},
      {of_array("[\"\"]", BsonBuilder().add_string("0", ""))},
      {of_array("[{}]", BsonBuilder().add_document("0", {}))},
      {of_array("[[]]", BsonBuilder().add_array("0", {}))},
      {of_array("[[1]]", BsonBuilder().add_array("0", one))},
  };
}

Groups other_groups() {
  const BsonBuilder scope = BsonBuilder().add_int32("x", 1);
  return {
      {of_binary('\0', "")},
      {of_binary('\4', "")},
      {of_binary('\x80', "")},
      {of_binary('\0', std::string(1, '\0'))},
      {of_binary('\0', "\xFF")},
      {of_binary('\5', std::string(1, '\0'))},
      {of_binary('\0', std::string(2, '\0'))},
      {of_binary('\2', std::string("\x01\0\0\0x", 5))},
      {of_binary('\0', std::string(16, '\0'))},
      {of_binary('\0', std::string(256, '\0'))},
      {of_object_id("of zeros", std::string(12, '\0'))},
      {of_object_id("0123456789ab", "0123456789ab")},
      {of_object_id("0123456789ac", "0123456789ac")},
      {of_object_id("with the high bit", "\xFF\0\0\0\0\0\0\0\0\0\0\0"s)},
      {{"false", BsonType::boolean, std::string(1, '\0')}},
      {{"true", BsonType::boolean, "\1"}},
      {of_date(std::numeric_limits<std::int64_t>::min())},
      {of_date(-1)},
      {of_date(0)},
      {of_date(std::numeric_limits<std::int64_t>::max())},
      {of_timestamp(0, 1)},
      {of_timestamp(1, 0)},
      {of_timestamp(1, 0xFFFFFFFF)},
      {of_timestamp(0x80000000, 0)},
      {of_regex("", "")},
      {of_regex("a", "")},
      {of_regex("a", "i")},
      {of_regex("a", "im")},
      {of_regex("ab", "")},
      {of_pointer("z", "0123456789ab")},
      {of_pointer("z", "0123456789ac")},
      {of_pointer("aa", "000000000000")},
      {of_code("")},
      {of_code("f()")},
      {of_code("g()")},
      {of_code_with_scope("", "{}", {})},
      {of_code_with_scope("f()", "{}", {})},
      {of_code_with_scope("f()", "{x: 1}", scope)},
      {of_code_with_scope("g()", "{}", {})},
      {{"MaxKey", BsonType::max_key, ""}},
  };
}

Groups all_groups() {
  Groups all = {
      {{"MinKey", BsonType::min_key, ""}}, {{"undefined", BsonType::undefined, ""}}, {{"null", BsonType::null, ""}}};
  for (const Groups& groups : {number_groups(), string_groups(), document_groups(), array_groups(), other_groups()}) {
    all.insert(all.end(), groups.begin(), groups.end());
  }
  return all;
}

}  // namespace

std::string stored_decimal(std::string_view digits, int exponent) {
  __extension__ using Wide = unsigned __int128;
  const bool negative = digits.starts_with('-');
  Wide significand = 0;
  for (const char digit : digits.substr(negative ? 1 : 0))
    significand = 10 * significand + static_cast<Wide>(digit - '0');
  constexpr std::int64_t bias = 6176;
  const auto biased = static_cast<std::uint64_t>(exponent + bias);
  const auto high = static_cast<std::uint64_t>(significand >> 64);
  return stored(static_cast<std::uint64_t>(significand)) + stored((negative ? decimal_sign : 0) | biased << 49 | high);
}

std::string stored_code_with_scope(std::string_view code, const BsonBuilder& scope) {
  const std::string inside = stored_string(code) + scope.text();
  return stored(static_cast<std::int32_t>(inside.size() + 4)) + inside;
}

const std::vector<std::vector<OrderedValue>>& ordered_values() {
  static const Groups values = all_groups();
  return values;
}

}  // namespace mongokeep::extjson
