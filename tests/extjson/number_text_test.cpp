// Digits, doubles, decimals and dates as text.

#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

#include "extjson/base64.h"
#include "extjson/bson_builder.h"
#include "extjson/date_text.h"
#include "extjson/decimal128_text.h"
#include "extjson/digits.h"
#include "extjson/double_text.h"
#include "extjson/hex.h"

namespace mongokeep::extjson {
namespace {

template <typename Write, typename Value>
std::string written(Write write, Value value) {
  char text[64];
  return std::string(text, write(text, value));
}

std::string extended(double number) {
  return written(write_extended_double, number);
}
std::string script(double number) {
  return written(write_script_double, number);
}

TEST(Digits, OfNumbersAroundEveryPowerOfTen) {
  std::uint64_t power = 1;
  for (int digits = 0; digits < 20; ++digits, power *= 10) {
    for (const std::uint64_t number : {power - 1, power, power + 1, 9 * (power / 10), power | power / 10}) {
      EXPECT_EQ(written([](char* out, std::uint64_t value) { return write_number(out, value); }, number),
                std::to_string(number));
    }
  }
  const auto signed_number = [](char* out, std::int64_t value) { return write_number(out, value); };
  EXPECT_EQ(written(signed_number, std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(written(signed_number, std::numeric_limits<std::int64_t>::max()), "9223372036854775807");
  EXPECT_EQ(written(signed_number, std::int64_t{-1}), "-1");
  EXPECT_EQ(written([](char* out, std::uint64_t value) { return write_number(out, value); }, ~std::uint64_t{0}),
            "18446744073709551615");
}

TEST(DoubleText, HasTheFormOfExtendedJson) {
  EXPECT_EQ(extended(1.0), "1.0");
  EXPECT_EQ(extended(-0.0), "-0.0");
  EXPECT_EQ(extended(19.99), "19.99");
  EXPECT_EQ(extended(0.5), "0.5");
  EXPECT_EQ(extended(-0.07), "-0.07");
  EXPECT_EQ(extended(3.14159), "3.14159");
  EXPECT_EQ(extended(0.3), "0.3");
  EXPECT_EQ(extended(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(extended(52.520008), "52.520008");
  EXPECT_EQ(extended(0.0001), "0.0001");
  EXPECT_EQ(extended(0.00001), "1E-5");
  EXPECT_EQ(extended(1.5e-7), "1.5E-7");
  EXPECT_EQ(extended(999999999999999.0), "999999999999999.0");
  EXPECT_EQ(extended(1e15), "1000000000000000.0");
  EXPECT_EQ(extended(9007199254740993.0), "9007199254740992.0");
  EXPECT_EQ(extended(1e16), "1E+16");
  EXPECT_EQ(extended(1.2345678921232e18), "1.2345678921232E+18");
  EXPECT_EQ(extended(5e-324), "5E-324");
  EXPECT_EQ(extended(1.7976931348623157e308), "1.7976931348623157E+308");
}

TEST(DoubleText, HasTheFormOfScript) {
  EXPECT_EQ(script(1.0), "1");
  EXPECT_EQ(script(-0.0), "0");
  EXPECT_EQ(script(-19.99), "-19.99");
  EXPECT_EQ(script(1e20), "100000000000000000000");
  EXPECT_EQ(script(123456789012345680000.0), "123456789012345680000");
  EXPECT_EQ(script(1e21), "1e+21");
  EXPECT_EQ(script(1.5e-6), "0.0000015");
  EXPECT_EQ(script(1e-7), "1e-7");
  EXPECT_EQ(script(1.23e-18), "1.23e-18");
}

/// Significant digits, without zeros at either end.
std::string digits_of(const std::string& text) {
  std::string digits;
  for (const char character : text) {
    if (character == 'E' || character == 'e') break;
    if (character >= '0' && character <= '9') digits += character;
  }
  digits.erase(0, digits.find_first_not_of('0'));
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits;
}

void expect_shortest(double number) {
  char shortest[40];
  const std::string reference(shortest,
                              std::to_chars(shortest, shortest + 40, number, std::chars_format::scientific).ptr);
  for (const std::string& text : {extended(number), script(number)}) {
    EXPECT_EQ(std::strtod(text.c_str(), nullptr), number) << text;
    EXPECT_EQ(digits_of(text), digits_of(reference)) << text;
  }
}

TEST(DoubleText, IsTheShortestThatReadsBack) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 20'000; ++round) {
    const auto any = std::bit_cast<double>(random());
    if (std::isfinite(any)) expect_shortest(any);
    const auto whole = static_cast<double>(random() >> (random() % 64));
    expect_shortest(whole);
    for (const double divisor : {10.0, 100.0, 1000.0, 1e5, 1e6, 1e7}) {
      const double decimal = std::floor(std::fmod(whole, 1e16)) / divisor;
      expect_shortest(decimal);
      expect_shortest(std::nextafter(decimal, 1e300));
    }
  }
}

TEST(DecimalText, IsPositionalOrScientific) {
  const auto text = [](std::uint64_t high, std::uint64_t low) {
    const std::string bytes = stored(low) + stored(high);
    return written(write_decimal128, reinterpret_cast<const std::uint8_t*>(bytes.data()));
  };
  EXPECT_EQ(text(0x3040000000000000, 0), "0");
  EXPECT_EQ(text(0xB040000000000000, 0), "-0");
  EXPECT_EQ(text(0x303C000000000000, 1999), "19.99");
  EXPECT_EQ(text(0x3034000000000000, 1), "0.000001");
  EXPECT_EQ(text(0x3032000000000000, 1), "1E-7");
  EXPECT_EQ(text(0x3042000000000000, 12), "1.2E+2");
  EXPECT_EQ(text(0x5FFFED09BEAD87C0, 0x378D8E63FFFFFFFF), "9.999999999999999999999999999999999E+6144");
  EXPECT_EQ(text(0x8000000000000000, 1), "-1E-6176");
}

TEST(DateText, AgreesWithTheCalendar) {
  EXPECT_EQ(written(write_relaxed_date, std::int64_t{951782400000}), "2000-02-29T00:00:00Z");
  EXPECT_EQ(written(write_relaxed_date, std::int64_t{4107542399999}), "2100-02-28T23:59:59.999Z");
  EXPECT_EQ(written(write_script_date, std::int64_t{4107542400000}), "2100-03-01T00:00:00.000Z");
  EXPECT_EQ(written(write_script_date, std::int64_t{-62167219200000}), "0000-01-01T00:00:00.000Z");
  EXPECT_EQ(written(write_script_date, std::int64_t{-62167219200001}), "-000001-12-31T23:59:59.999Z");
  EXPECT_EQ(written(write_script_date, std::int64_t{-8640000000000000}), "-271821-04-20T00:00:00.000Z");
}

TEST(Hex, OfEveryByte) {
  for (int byte = 0; byte < 256; ++byte) {
    const Bytes bytes(12, static_cast<std::uint8_t>(byte));
    const std::string digits = written(write_hex_byte, static_cast<std::uint8_t>(byte));
    EXPECT_EQ(std::stoi(digits, nullptr, 16), byte);
    std::string expected;
    for (int index = 0; index < 12; ++index) expected += digits;
    EXPECT_EQ(written(write_object_id_hex, bytes.data()), expected);
  }
  const Bytes bytes = {0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0x10, 0x32, 0x54, 0x76};
  EXPECT_EQ(written(write_object_id_hex, bytes.data()), "0123456789abcdef10325476");
}

std::string base64(const std::string& bytes) {
  TextBuffer buffer;
  Draft draft(buffer);
  draft.commit(write_base64(draft, draft.begin(), {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}));
  return std::string(buffer.view());
}

TEST(Base64, IsThatOfRfc4648) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foob"), "Zm9vYg==");
  EXPECT_EQ(base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("\xFB\xEF\xBE\xFF\xFF"), "++++//8=");
}

TEST(Base64, IsTheSameInPieces) {
  for (const std::size_t triples : {2047, 2048, 2049, 4095, 4096, 4097, 100'000}) {
    std::string bytes;
    std::string expected;
    for (std::size_t index = 0; index < triples; ++index) {
      bytes += "foo";
      expected += "Zm9v";
    }
    EXPECT_TRUE(base64(bytes) == expected) << triples;
    EXPECT_TRUE(base64(bytes + "f") == expected + "Zg==") << triples;
    EXPECT_TRUE(base64(bytes + "fo") == expected + "Zm8=") << triples;
  }
}

}  // namespace
}  // namespace mongokeep::extjson
