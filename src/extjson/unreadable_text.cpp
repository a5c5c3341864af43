#include "extjson/unreadable_text.h"

#include <algorithm>
#include <cstdint>

#include "base/text/utf8.h"
#include "extjson/token_index.h"

namespace mongokeep::extjson {

namespace {

/// Whether JSON has the character outside of strings.
bool is_in_words(char character) {
  const auto is_between = [&](char first, char last) { return character >= first && character <= last; };
  return is_between('0', '9') || is_between('a', 'z') || is_between('A', 'Z') ||
         std::string_view(" \t\r\n{}[]:,+-.").find(character) != std::string_view::npos;
}

std::size_t sequence_at(std::string_view text, std::size_t index) {
  return utf8_sequence_length(text.substr(index));
}

}  // namespace

WrongText unreadable_part(std::string_view text) {
  constexpr std::size_t outside = std::string_view::npos;
  if (text.size() > TokenIndex::longest_text) {
    return {text.data() + TokenIndex::longest_text, "the text has more than 256 MiB"};
  }
  std::size_t string_begin = outside;
  for (std::size_t index = 0; index < text.size();) {
    const auto wrong = [&](const char* cause) { return WrongText{text.data() + index, cause}; };
    const char character = text[index];
    const std::size_t size = sequence_at(text, index);
    if (size == 0) return wrong("the text is not UTF-8");
    if (character == '"') {
      string_begin = string_begin == outside ? index : outside;
    } else if (string_begin == outside) {
      if (!is_in_words(character)) return wrong("this character is allowed only in strings");
    } else if (static_cast<std::uint8_t>(character) < ' ') {
      return wrong("a control character in a string is not escaped");
    } else if (character == '\\' && index + 1 < text.size() && (text[index + 1] == '"' || text[index + 1] == '\\')) {
      ++index;
    }
    index += size;
  }
  if (string_begin != outside) return {text.data() + string_begin, "the string is not closed"};
  const bool blank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
  return {text.data() + text.size(), blank ? "there is no document" : "the text is not JSON"};
}

}  // namespace mongokeep::extjson
