#include "base/text/shell_word.h"

#include <algorithm>

namespace mongokeep {

namespace {

/// Bytes that no shell takes for anything but themselves, wherever they stand.
bool is_plain(char c) {
  constexpr std::string_view marks = "/._-+,:@%=";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         marks.find(c) != std::string_view::npos;
}

}  // namespace

std::string shell_word(std::string_view text) {
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
