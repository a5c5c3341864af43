#include "extjson/string_unescape.h"

#include <algorithm>

#include "base/text/utf8.h"
#include "extjson/hex_reading.h"
#include "extjson/wrong_text.h"

namespace mongokeep::extjson {

namespace {

constexpr const char* half_a_pair = "half a surrogate pair is not a character";

bool is_high_surrogate(std::uint32_t unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
bool is_low_surrogate(std::uint32_t unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

/// The UTF-16 unit of the `\uXXXX` at `escape`. What is behind the string's end is no hexadecimal digit: its quote.
std::uint32_t utf16_unit(const char* escape) {
  std::uint32_t unit = 0;
  for (int index = 2; index < 6; ++index) {
    const int digit = hex_digit(escape[index]);
    if (digit < 0) throw_wrong_text(escape, "\\u needs four hexadecimal digits");
    unit = unit << 4 | static_cast<std::uint32_t>(digit);
  }
  return unit;
}

/// Where text is read and where it is written.
struct Progress {
  const char* text;
  char* out;
};

Progress unicode_escape(Progress at) {
  const std::uint32_t unit = utf16_unit(at.text);
  if (is_low_surrogate(unit)) throw_wrong_text(at.text, half_a_pair);
  if (!is_high_surrogate(unit)) return {at.text + 6, write_utf8(at.out, unit)};
  const char* const second = at.text + 6;
  if (second[0] != '\\' || second[1] != 'u') throw_wrong_text(at.text, half_a_pair);
  const std::uint32_t low = utf16_unit(second);
  if (!is_low_surrogate(low)) throw_wrong_text(at.text, half_a_pair);
  return {second + 6, write_utf8(at.out, 0x10000 + ((unit - 0xD800) << 10 | (low - 0xDC00)))};
}

Progress escaped_character(Progress at) {
  const auto character = [&](char stands_for) {
    *at.out = stands_for;
    return Progress{at.text + 2, at.out + 1};
  };
  switch (at.text[1]) {
    case '"':
    case '\\':
    case '/': return character(at.text[1]);
    case 'b': return character('\b');
    case 'f': return character('\f');
    case 'n': return character('\n');
    case 'r': return character('\r');
    case 't': return character('\t');
    case 'u': return unicode_escape(at);
    default: throw_wrong_text(at.text, "JSON has no such escape sequence");
  }
}

}  // namespace

char* unescape_any(char* out, std::string_view inside) {
  Progress at{inside.data(), out};
  const char* const end = inside.data() + inside.size();
  while (at.text < end) {
    const ByteBlock block = load_block(at.text);
    block.store(at.out);
    const ByteBlock::Mask backslashes = block.backslashes();
    const std::size_t before = backslashes.none() ? ByteBlock::size : backslashes.first();
    const std::size_t plain = std::min(before, static_cast<std::size_t>(end - at.text));
    at = {at.text + plain, at.out + plain};
    if (before < ByteBlock::size && at.text < end) at = escaped_character(at);
  }
  return at.out;
}

const char* nul_escape(std::string_view inside) {
  const char* at = inside.data();
  const auto stands_for_nul = [&] { return at[0] == '\\' && std::string_view(at + 1, 5) == "u0000"; };
  while (!stands_for_nul()) at += *at == '\\' ? 2 : 1;
  return at;
}

}  // namespace mongokeep::extjson
