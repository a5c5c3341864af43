#include "cli/settings/key_depth.h"

#include <algorithm>

namespace mongokeep::cli {

namespace {

/// How many bytes the string takes that the text begins with, its quotes too. One that is not closed goes to the end of
/// its line, or of the text: no parser takes it.
std::size_t size_of_string(std::string_view text) {
  const char quote = text.front();
  const char triple[] = {quote, quote, quote};
  const std::string_view opening(triple, 3);
  const bool is_multiline = text.starts_with(opening);
  const std::string_view end = is_multiline ? opening : opening.substr(0, 1);
  for (std::size_t at = end.size(); at < text.size(); ++at) {
    if (text[at] == '\\' && quote == '"') {
      ++at;
    } else if (!is_multiline && text[at] == '\n') {
      return at;
    } else if (text.substr(at).starts_with(end)) {
      return at + end.size();
    }
  }
  return text.size();
}

}  // namespace

std::optional<std::size_t> line_of_deep_key(std::string_view text) {
  std::size_t line = 1;
  std::size_t dots = 0;
  while (!text.empty()) {
    std::size_t size = 1;
    switch (text.front()) {
      case '"':
      case '\'': size = std::min(size_of_string(text), text.size()); break;
      case '#': size = std::min(text.find('\n'), text.size()); break;
      case '.':
        if (++dots == most_key_parts) return line;
        break;
      case '=':
      case ',':
      case '[':
      case ']':
      case '{':
      case '}':
      case '\n': dots = 0; break;
      default: break;
    }
    const std::string_view passed = text.substr(0, size);
    line += static_cast<std::size_t>(std::count(passed.begin(), passed.end(), '\n'));
    text.remove_prefix(size);
  }
  return std::nullopt;
}

}  // namespace mongokeep::cli
