#include "mongo/text_reading.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "base/text/ascii_text.h"
#include "base/text/utf8.h"

namespace mongokeep::mongo {

namespace {

/// What an escape stands for, and how many characters it takes; none of them: it is not one. `is_cut`: it would be one,
/// but the text ends in it.
struct Escape {
  std::string meaning;
  std::size_t length = 0;
  bool is_cut = false;
};

using Unescape = Escape (*)(std::string_view);

constexpr Escape cut_escape() {
  return {.meaning = {}, .length = 0, .is_cut = true};
}

/// The number in so many hex digits at the beginning of the text. Fewer at the end of the text: `is_cut`.
std::optional<std::uint32_t> hex_number(std::string_view text, std::size_t digits, bool& is_cut) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    is_cut = i == text.size();
    if (is_cut) return std::nullopt;
    const auto digit = hex_digit_value(text[i]);
    if (!digit) return std::nullopt;
    number = number * 16 + *digit;
  }
  return number;
}

std::string utf8_of(std::uint32_t point) {
  std::array<char, 4> room{};
  return {room.data(), write_utf8(room.data(), point)};
}

Escape percent_escape(std::string_view text) {
  if (text.front() != '%') return {};
  Escape escape;
  const auto byte = hex_number(text.substr(1), 2, escape.is_cut);
  if (byte) escape = {std::string(1, static_cast<char>(*byte)), 3, false};
  return escape;
}

/// `\uXXXX`, and two of them for a character beyond U+FFFF.
Escape unicode_escape(std::string_view text) {
  Escape escape;
  const auto unit = hex_number(text.substr(2), 4, escape.is_cut);
  if (!unit) return escape;
  const bool is_high = *unit >= 0xD800 && *unit < 0xDC00;
  const std::string_view next = text.substr(6);
  bool ignored = false;
  const auto low = is_high && next.starts_with("\\u") ? hex_number(next.substr(2), 4, ignored) : std::nullopt;
  if (low && *low >= 0xDC00 && *low < 0xE000) {
    return {utf8_of(0x10000 + ((*unit - 0xD800) << 10U) + (*low - 0xDC00)), 12, false};
  }
  return {utf8_of(*unit), 6, false};
}

Escape backslash_escape(std::string_view text) {
  constexpr std::string_view letters = "\"\\/'bfnrt";
  constexpr std::string_view meanings = "\"\\/'\b\f\n\r\t";
  if (text.front() != '\\') return {};
  if (text.size() == 1) return cut_escape();
  if (text[1] == 'u') return unicode_escape(text);
  if (text[1] == 'x') {
    Escape escape;
    const auto byte = hex_number(text.substr(2), 2, escape.is_cut);
    return byte ? Escape{std::string(1, static_cast<char>(*byte)), 4, false} : escape;
  }
  const std::size_t letter = letters.find(text[1]);
  if (letter == std::string_view::npos) return {};
  return {std::string(1, meanings[letter]), 2, false};
}

TextReading as_it_stands(std::string_view text) {
  TextReading reading{std::string(text), {}};
  reading.places.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) reading.places.push_back({i, i + 1});
  return reading;
}

TextReading without_escapes(const TextReading& from, Unescape unescape) {
  TextReading reading;
  const std::string_view text = from.bytes;
  for (std::size_t i = 0; i < text.size();) {
    const Escape escape = unescape(text.substr(i));
    if (escape.is_cut) break;
    const std::size_t length = std::max<std::size_t>(escape.length, 1);
    reading.bytes += escape.length == 0 ? std::string(1, text[i]) : escape.meaning;
    reading.places.resize(reading.bytes.size(), {from.places[i].begin, from.places[i + length - 1].end});
    i += length;
  }
  return reading;
}

}  // namespace

std::vector<TextReading> readings_of(std::string_view text) {
  std::vector<TextReading> readings = {as_it_stands(text)};
  std::size_t from = 0;
  for (int times = 0; times < 2; ++times) {
    const std::size_t to = readings.size();
    for (; from < to; ++from) {
      for (const auto& [sign, unescape] : {std::pair<char, Unescape>{'%', percent_escape}, {'\\', backslash_escape}}) {
        if (readings[from].bytes.find(sign) == std::string::npos) continue;
        readings.push_back(without_escapes(readings[from], unescape));
      }
    }
  }
  return readings;
}

}  // namespace mongokeep::mongo
