#include "quoting.h"

#include <fmt/format.h>

#include <cstdint>

#include "base/text/utf8.h"

namespace mongokeep::packaging {

namespace {

/// The code point of a valid sequence of UTF-8.
std::uint32_t code_point(std::string_view sequence) {
  const auto lead = static_cast<std::uint8_t>(sequence.front());
  if (sequence.size() == 1) return lead;
  std::uint32_t point = lead & (0x7FU >> sequence.size());
  for (const char c : sequence.substr(1)) point = (point << 6) | (static_cast<std::uint8_t>(c) & 0x3FU);
  return point;
}

/// groff takes some ASCII characters for a typesetter's: a hyphen, curly quotes, an accent. What is typed must be
/// shown, and be copied from the page, as it is.
std::string roff_character(char c) {
  switch (c) {
    case '\\': return "\\(rs";
    case '-': return "\\-";
    case '"': return "\\(dq";
    case '\'': return "\\(aq";
    case '`': return "\\(ga";
    case '^': return "\\(ha";
    case '~': return "\\(ti";
    // A line that begins with it would be a request.
    case '.': return "\\&.";
    default: return std::string(1, c);
  }
}

}  // namespace

std::string shell_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

std::string fish_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

std::string zsh_spec_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\' || c == ':' || c == '[' || c == ']') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string roff_text(std::string_view text) {
  std::string escaped;
  while (!text.empty()) {
    const std::size_t length = utf8_sequence_length(text);
    if (length == 1) {
      escaped += roff_character(text.front());
    } else {
      escaped += fmt::format("\\[u{:04X}]", length == 0 ? 0xFFFD : code_point(text.substr(0, length)));
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return escaped;
}

std::string roff_prose(std::string_view text) {
  std::string prose;
  while (!text.empty()) {
    const std::size_t open = text.find('`');
    const std::size_t close = open == std::string_view::npos ? open : text.find('`', open + 1);
    if (close == std::string_view::npos) return prose + roff_text(text);
    prose += roff_text(text.substr(0, open));
    prose += fmt::format("\\fB{}\\fR", roff_text(text.substr(open + 1, close - open - 1)));
    text.remove_prefix(close + 1);
  }
  return prose;
}

}  // namespace mongokeep::packaging
