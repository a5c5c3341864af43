// Numbers, decimals, dates and base64 from text.

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

#include "extjson/base64.h"
#include "extjson/base64_reading.h"
#include "extjson/bson_builder.h"
#include "extjson/date_reading.h"
#include "extjson/date_text.h"
#include "extjson/decimal128_reading.h"
#include "extjson/decimal128_text.h"
#include "extjson/double_text.h"
#include "extjson/json_number.h"
#include "extjson/wrong_text.h"

namespace mongokeep::extjson {
namespace {

/// With the room that readers need behind it.
std::string roomy(std::string text) {
  text.reserve(text.size() + 32);
  return text;
}

double double_of(const std::string& text) {
  const std::string copy = roomy(text);
  return to_double(read_json_number(copy.c_str()));
}

std::string decimal_of(const std::string& text) {
  const std::string copy = roomy(text);
  char bytes[16];
  write_decimal128_bytes(bytes, copy);
  char written[64];
  return {written, write_decimal128(written, reinterpret_cast<const std::uint8_t*>(bytes))};
}

TEST(JsonNumber, IsTheNearestDouble) {
  for (const char* text : {"0.1",
                           "19.99",
                           "1e22",
                           "1e23",
                           "123456789012345678",
                           "9007199254740993",
                           "9007199254740993.0",
                           "1.5e-7",
                           "2.2250738585072014e-308",
                           "2.2250738585072011e-308",
                           "4.9e-324",
                           "5e-324",
                           "2.4703282292062327e-324",
                           "1.7976931348623157e308",
                           "1.7976931348623158e308",
                           "0.000000000000000000000000000000000000001",
                           "100000000000000000000000000000000000000000000",
                           "8.41e21",
                           "9e-27",
                           "1e-23",
                           "6929495644600919.5",
                           "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899"}) {
    EXPECT_EQ(std::bit_cast<std::uint64_t>(double_of(text)), std::bit_cast<std::uint64_t>(std::strtod(text, nullptr)))
        << text;
  }
}

TEST(JsonNumber, OfAnyDoublesTextIsThatDouble) {
  std::mt19937_64 random(42);
  for (int round = 0; round < 200'000; ++round) {
    const auto number = std::bit_cast<double>(random());
    if (!std::isfinite(number)) continue;
    char text[64];
    *write_extended_double(text, number) = ',';
    EXPECT_EQ(std::bit_cast<std::uint64_t>(to_double(read_json_number(text))), std::bit_cast<std::uint64_t>(number));
    const double measure = static_cast<double>(static_cast<std::int64_t>(random() % 2'000'000'000)) / 1000 - 1'000'000;
    *write_extended_double(text, measure) = ',';
    EXPECT_EQ(to_double(read_json_number(text)), measure);
  }
}

TEST(JsonNumber, IsZeroWhereItIsTooSmall) {
  for (const char* text : {"1e-400", "2.4703282292062327e-324", "0.1e-99999999999999999999", "0e400", "0.0e999999"}) {
    EXPECT_EQ(std::bit_cast<std::uint64_t>(double_of(text)), 0) << text;
    EXPECT_EQ(std::bit_cast<std::uint64_t>(double_of("-" + std::string(text))), std::uint64_t{1} << 63) << text;
  }
  EXPECT_EQ(double_of("0." + std::string(1000, '0') + "1"), 0);
  EXPECT_EQ(double_of("0." + std::string(1000, '0') + "1e1000"), 0.1);
}

TEST(JsonNumber, IsWrongWhereItIsTooLarge) {
  for (const std::string& text : {std::string("1e400"), std::string("1.7976931348623159e308"),
                                  std::string("1e99999999999999999999"), "1" + std::string(309, '0')}) {
    EXPECT_THROW(double_of(text), WrongText) << text;
  }
  EXPECT_EQ(double_of("1" + std::string(1000, '0') + "e-1000"), 1);
}

TEST(JsonNumber, IsAnInt64AsFarAsThatGoes) {
  const auto int64_of = [](const std::string& text) { return read_json_number(roomy(text).c_str()).as_int64(); };
  EXPECT_EQ(int64_of("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(int64_of("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(int64_of("9223372036854775808"), std::nullopt);
  EXPECT_EQ(int64_of("-9223372036854775809"), std::nullopt);
  EXPECT_EQ(int64_of("18446744073709551616"), std::nullopt);
  EXPECT_EQ(int64_of("18446744073709551617"), std::nullopt);
  EXPECT_EQ(int64_of("1.0"), std::nullopt);
  EXPECT_EQ(int64_of("1e2"), std::nullopt);
  std::int64_t power = 1;
  for (int digits = 1; digits <= 18; ++digits, power *= 10) {
    for (const std::int64_t number : {power - 1, power, power + 1, -power, 1 - power}) {
      EXPECT_EQ(int64_of(std::to_string(number)), number);
    }
  }
}

TEST(Decimal128Reading, GivesEveryCanonicalValueBack) {
  std::mt19937_64 random(42);
  for (int round = 0; round < 100'000; ++round) {
    const std::uint64_t words[] = {random(), random()};
    std::string bytes(reinterpret_cast<const char*>(words), 16);
    if (!decimal128_is_canonical(reinterpret_cast<const std::uint8_t*>(bytes.data()))) continue;
    char text[64];
    const char* const end = write_decimal128(text, reinterpret_cast<const std::uint8_t*>(bytes.data()));
    char back[16];
    write_decimal128_bytes(back, {text, static_cast<std::size_t>(end - text)});
    EXPECT_EQ(std::string(back, 16), bytes) << std::string(text, static_cast<std::size_t>(end - text));
  }
}

TEST(Decimal128Reading, MovesTheExponentIntoRangeByZerosAlone) {
  EXPECT_EQ(decimal_of("1E6112"), "1.0E+6112");
  EXPECT_EQ(decimal_of("1E+6144"), "1.000000000000000000000000000000000E+6144");
  EXPECT_EQ(decimal_of("10E-6177"), "1E-6176");
  EXPECT_EQ(decimal_of("0E+99999999999999999999"), "0E+6111");
  EXPECT_EQ(decimal_of("-0E-99999999999999999999"), "-0E-6176");
  EXPECT_EQ(decimal_of("1" + std::string(40, '0')), "1.000000000000000000000000000000000E+40");
  EXPECT_EQ(decimal_of("0." + std::string(50, '0') + "12"), "1.2E-51");
  EXPECT_EQ(decimal_of("+Inf"), "Infinity");
  EXPECT_EQ(decimal_of("-nan"), "NaN");
  for (const char* text : {"1E6145", "12E-6177", "1E-6177", "1E99999999999999999999", "", "+", ".", "1e", "1e+", " 1",
                           "0x1", "1..2", "infinit", "12345678901234567890123456789012345"}) {
    EXPECT_THROW(decimal_of(text), WrongText) << text;
  }
}

TEST(DateReading, GivesEveryDateBack) {
  std::mt19937_64 random(42);
  for (int round = 0; round < 100'000; ++round) {
    const std::int64_t date =
        static_cast<std::int64_t>(random() % (2 * furthest_script_date + 1)) - furthest_script_date;
    char text[64];
    const char* const end = write_script_date(text, date);
    const std::string_view view(text, static_cast<std::size_t>(end - text));
    EXPECT_EQ(read_script_date(view).wrong, nullptr) << view;
    EXPECT_EQ(read_date(view).milliseconds, date) << view;
  }
}

TEST(DateReading, TakesTheFormsOfIso8601) {
  const auto date_of = [](const std::string& text) {
    const std::string copy = roomy(text);
    const DateReading date = read_date(copy);
    EXPECT_EQ(date.wrong, nullptr) << text;
    return date.milliseconds;
  };
  EXPECT_EQ(date_of("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(date_of("1970-01-01T00:00:00.5Z"), 500);
  EXPECT_EQ(date_of("1970-01-01T00:00:00.05Z"), 50);
  EXPECT_EQ(date_of("1970-01-01T00:00:00.123000000Z"), 123);
  EXPECT_EQ(date_of("1970-01-01T01:30:00+01:30"), 0);
  EXPECT_EQ(date_of("1969-12-31T22:30:00-0130"), 0);
  EXPECT_EQ(date_of("1970-01-01T01:00:00+01"), 0);
  EXPECT_EQ(date_of("2000-02-29T00:00:00Z"), 951782400000);
  EXPECT_EQ(date_of("+010000-01-01T00:00:00Z"), 253402300800000);
}

TEST(DateReading, PointsToWhatIsWrong) {
  const auto wrong_at = [](const std::string& text) {
    const std::string copy = roomy(text);
    const DateReading date = read_date(copy);
    return date.wrong == nullptr ? -1 : date.wrong - copy.data();
  };
  EXPECT_EQ(wrong_at(""), 0);
  EXPECT_EQ(wrong_at("2012-13-01T00:00:00Z"), 5);
  EXPECT_EQ(wrong_at("2012-00-01T00:00:00Z"), 5);
  EXPECT_EQ(wrong_at("2011-02-29T00:00:00Z"), 8);
  EXPECT_EQ(wrong_at("1900-02-29T00:00:00Z"), 8);
  EXPECT_EQ(wrong_at("2012-02-01 00:00:00Z"), 10);
  EXPECT_EQ(wrong_at("2012-02-01T24:00:00Z"), 11);
  EXPECT_EQ(wrong_at("2012-02-01T00:60:00Z"), 14);
  EXPECT_EQ(wrong_at("2012-02-01T00:00:60Z"), 17);
  EXPECT_EQ(wrong_at("2012-02-01T00:00:00"), 19);
  EXPECT_EQ(wrong_at("2012-02-01T00:00:00.Z"), 20);
  EXPECT_EQ(wrong_at("2012-02-01T00:00:00.1234Z"), 23);
  EXPECT_EQ(wrong_at("2012-02-01T00:00:00z"), 19);
  EXPECT_EQ(wrong_at("2012-02-01T00:00:00Z "), 20);
  EXPECT_EQ(wrong_at("2012-02-01T00:00:00+24:00"), 20);
  EXPECT_EQ(wrong_at("-000000-02-01T00:00:00Z"), 0);
  EXPECT_EQ(wrong_at("12-02-01T00:00:00Z"), 2);
}

TEST(Base64Reading, GivesEveryByteBack) {
  std::mt19937 random(42);
  for (std::size_t size = 0; size < 300; ++size) {
    Bytes bytes(size);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
    TextBuffer buffer;
    Draft draft(buffer);
    draft.commit(write_base64(draft, draft.begin(), bytes));
    std::string back(size + 4, '\0');
    char* const end = read_base64(back.data(), buffer.view());
    back.resize(static_cast<std::size_t>(end - back.data()));
    EXPECT_EQ(back, std::string(bytes.begin(), bytes.end()));
  }
}

}  // namespace
}  // namespace mongokeep::extjson
