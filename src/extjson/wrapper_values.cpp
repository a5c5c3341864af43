#include "extjson/wrapper_values.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "extjson/date_reading.h"
#include "extjson/hex_reading.h"
#include "extjson/json_number.h"
#include "extjson/wrong_text.h"

namespace mongokeep::extjson {

namespace {

JsonNumber number_in(std::string_view text) {
  const JsonNumber number = read_json_number(text.data());
  if (number.end != text.data() + text.size()) throw_wrong_text(number.end, "this is not part of a number");
  return number;
}

}  // namespace

std::int64_t int64_in(std::string_view text) {
  const JsonNumber number = number_in(text);
  const std::optional<std::int64_t> value = number.as_int64();
  if (!value) throw_wrong_text(text.data(), "this is not a 64-bit integer");
  return *value;
}

std::int32_t int32_in(std::string_view text) {
  const std::optional<std::int64_t> value = number_in(text).as_int64();
  if (!value || !is_int32(*value)) throw_wrong_text(text.data(), "this is not a 32-bit integer");
  return static_cast<std::int32_t>(*value);
}

double double_in(std::string_view text) {
  if (text == "NaN") return std::bit_cast<double>(std::uint64_t{0x7FF8'0000'0000'0000});
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  return to_double(number_in(text));
}

char* write_object_id(char* out, std::string_view text) {
  constexpr std::size_t size = 12;
  if (text.size() != 2 * size || !read_hex(out, text.data(), size)) {
    throw_wrong_text(first_not_hex(text.substr(0, 2 * size)), "an ObjectId is 24 hexadecimal digits");
  }
  return out + size;
}

char* write_uuid_bytes(char* out, std::string_view text) {
  constexpr std::string_view form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  std::array<char, 32> digits;
  std::size_t count = 0;
  for (std::size_t index = 0; index < form.size(); ++index) {
    const bool fits = index < text.size() && (form[index] == '-' ? text[index] == '-' : hex_digit(text[index]) >= 0);
    if (!fits) throw_wrong_text(text.data() + index, "a UUID is 32 hexadecimal digits in groups of 8-4-4-4-12");
    if (form[index] != '-') digits[count++] = text[index];
  }
  if (text.size() != form.size()) throw_wrong_text(text.data() + form.size(), "a UUID has 36 characters");
  read_hex(out, digits.data(), digits.size() / 2);
  return out + digits.size() / 2;
}

std::uint8_t subtype_in(std::string_view text) {
  const char* const wrong = first_not_hex(text.substr(0, 2));
  if (text.empty() || wrong != text.data() + text.size()) {
    throw_wrong_text(wrong, "a subtype is one or two hexadecimal digits");
  }
  int subtype = 0;
  for (const char digit : text) subtype = subtype * 16 + hex_digit(digit);
  return static_cast<std::uint8_t>(subtype);
}

std::int64_t date_in(std::string_view text) {
  const DateReading date = read_date(text);
  if (date.wrong != nullptr) throw_wrong_text(date.wrong, "this is not an ISO 8601 date");
  return date.milliseconds;
}

}  // namespace mongokeep::extjson
