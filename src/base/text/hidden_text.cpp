#include "base/text/hidden_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text/utf8.h"

namespace mongokeep {

namespace {

struct CharacterRange {
  char32_t first;
  char32_t last;
};

/// Unicode 15: Cc, Cf, Zl, Zp and Default_Ignorable_Code_Point, but for U+FE0E and U+FE0F. In order.
constexpr auto hidden = std::to_array<CharacterRange>({
    {0x0000, 0x001F},   {0x007F, 0x009F},   {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x0600, 0x0605},
    {0x061C, 0x061C},   {0x06DD, 0x06DD},   {0x070F, 0x070F},   {0x0890, 0x0891},   {0x08E2, 0x08E2},
    {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},
    {0x2060, 0x206F},   {0x3164, 0x3164},   {0xFE00, 0xFE0D},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFFB},   {0x110BD, 0x110BD}, {0x110CD, 0x110CD}, {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
});

std::string json_escape(char32_t character) {
  const auto code = static_cast<std::uint32_t>(character);
  if (code < 0x10000) return fmt::format("\\u{:04x}", code);
  return fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + ((code - 0x10000) >> 10U), 0xDC00 + ((code - 0x10000) & 0x3FFU));
}

/// White space between JSON's values. A carriage return by itself would write over its line.
bool is_white_space(std::string_view text) {
  return text.front() == '\n' || text.front() == '\t' || text.starts_with("\r\n");
}

}  // namespace

bool is_hidden(char32_t character) {
  const auto found = std::lower_bound(hidden.begin(), hidden.end(), character,
                                      [](const CharacterRange& one, char32_t c) { return one.last < c; });
  return found != hidden.end() && found->first <= character;
}

std::string JsonForTerminal::shown(std::string_view more) {
  waiting_ += more;
  return take(false);
}

std::string JsonForTerminal::rest() {
  return take(true);
}

std::string JsonForTerminal::take(bool is_end) {
  constexpr std::size_t longest_sequence = 4;
  std::string shown;
  std::string_view text = waiting_;
  while (!text.empty()) {
    const std::size_t length = utf8_sequence_length(text);
    const bool may_go_on = text.size() < longest_sequence && (length == 0 || text == "\r");
    if (may_go_on && !is_end) break;
    const std::string_view sequence = text.substr(0, length == 0 ? 1 : length);
    if (length == 0) {
      shown += "\\ufffd";
    } else if (is_hidden(code_point(sequence)) && !is_white_space(text)) {
      shown += json_escape(code_point(sequence));
    } else {
      shown += sequence;
      // The line feed behind a carriage return has been looked at with it.
      if (sequence == "\r") {
        shown += '\n';
        text.remove_prefix(1);
      }
    }
    text.remove_prefix(sequence.size());
  }
  waiting_ = std::string(text);
  return shown;
}

std::string json_for_terminal(std::string_view text) {
  JsonForTerminal terminal;
  const std::string begun = terminal.shown(text);
  return begun + terminal.rest();
}

}  // namespace mongokeep
