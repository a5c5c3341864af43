#include "base/text/shell_word.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "base/text/hidden_text.h"
#include "base/text/utf8.h"

namespace mongokeep {

namespace {

/// Bytes that no shell takes for anything but themselves, wherever they stand.
bool is_plain(char c) {
  constexpr std::string_view marks = "/._-+,:@%=";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         marks.find(c) != std::string_view::npos;
}

/// Whether it would not be shown as it is, so that what is pasted is something else.
bool is_shown_otherwise(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_sequence_length(text);
    if (length == 0 || is_hidden(code_point(text.substr(0, length)))) return true;
    text.remove_prefix(length);
  }
  return false;
}

/// In the form of which every byte can be told in letters; of bash, zsh and POSIX shells of 2024.
std::string told_in_letters(std::string_view text) {
  std::string word = "$'";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' || byte >= 0x7F) {
      word += fmt::format("\\{:03o}", byte);
    } else {
      if (c == '\'' || c == '\\') word += '\\';
      word += c;
    }
  }
  return word + "'";
}

}  // namespace

std::string shell_word(std::string_view text) {
  if (is_shown_otherwise(text)) return told_in_letters(text);
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

bool can_be_pasted(std::string_view text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; };
  return std::none_of(text.begin(), text.end(), is_control);
}

}  // namespace mongokeep
