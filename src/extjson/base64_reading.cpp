#include "extjson/base64_reading.h"

#include <array>
#include <cstddef>
#include <cstdint>

#include "extjson/base64_vectors.h"
#include "extjson/wrong_text.h"

namespace mongokeep::extjson {

namespace {

/// Not the value of any character: a bit that no sum of shifted values has.
constexpr std::uint32_t no_value = std::uint32_t{1} << 31;

constexpr const char* not_whole = "the length of the base64 is not a multiple of four";

constexpr std::array<std::uint32_t, 256> values = [] {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::array<std::uint32_t, 256> table{};
  table.fill(no_value);
  for (std::uint32_t value = 0; value < alphabet.size(); ++value) {
    table[static_cast<std::uint8_t>(alphabet[value])] = value;
  }
  return table;
}();

std::uint32_t value_of(char character) {
  return values[static_cast<std::uint8_t>(character)];
}

/// The 24 bits of four characters, or no_value among them.
std::uint32_t quad(const char* text) {
  const std::uint32_t first = value_of(text[0]);
  const std::uint32_t second = value_of(text[1]);
  const std::uint32_t third = value_of(text[2]);
  const std::uint32_t fourth = value_of(text[3]);
  return (first << 18 | second << 12 | third << 6 | fourth) | ((first | second | third | fourth) & no_value);
}

/// Throws at the first of the characters up to `end` that is none of base64's, or else at `end` with this cause.
[[noreturn, gnu::cold]] void fail_within(const char* text, const char* end, const char* cause) {
  while (text < end && value_of(*text) != no_value) ++text;
  throw_wrong_text(text, text < end ? "this is not base64" : cause);
}

/// The last four characters, of which one or two are padding.
char* read_padded(char* out, const char* text) {
  const bool one_byte = text[2] == '=';
  const std::array<char, 4> whole = {text[0], text[1], one_byte ? 'A' : text[2], 'A'};
  const std::uint32_t bits = quad(whole.data());
  if ((bits & no_value) != 0) fail_within(text, text + 4, not_whole);
  const std::uint32_t meaningless = one_byte ? 0xFFFF : 0xFF;
  if ((bits & meaningless) != 0)
    throw_wrong_text(text + (one_byte ? 1 : 2), "the base64 has padding bits that are not zero");
  *out++ = static_cast<char>(bits >> 16);
  if (!one_byte) *out++ = static_cast<char>(bits >> 8);
  return out;
}

}  // namespace

char* read_base64(char* out, std::string_view text) {
  if (text.empty()) return out;
  const char* at = text.data();
  const char* const end = at + text.size();
  const bool padded = text.back() == '=';
  const char* const whole_end = at + (text.size() - (padded ? 1 : 0)) / 4 * 4;
  const std::size_t done = read_base64_vectors(out, at, static_cast<std::size_t>(whole_end - at));
  at += done;
  out += done / 4 * 3;
  for (; at < whole_end; at += 4) {
    const std::uint32_t bits = quad(at);
    if ((bits & no_value) != 0) [[unlikely]]
      fail_within(at, end, not_whole);
    out[0] = static_cast<char>(bits >> 16);
    out[1] = static_cast<char>(bits >> 8);
    out[2] = static_cast<char>(bits);
    out += 3;
  }
  if (at == end) return out;
  if (end - at != 4) fail_within(at, end, not_whole);
  return read_padded(out, at);
}

}  // namespace mongokeep::extjson
