#include "base/text/word_list.h"

#include <cstddef>

namespace mongokeep {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> found;
  for (;;) {
    const std::size_t end = text.find(separator);
    found.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return found;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string> split_words(std::string_view text, char separator) {
  const std::vector<std::string_view> found = split(text, separator);
  return {found.begin(), found.end()};
}

std::string listed(std::span<const std::string> words, std::string_view conjunction) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool is_last = i + 1 == words.size();
    if (i > 0) text += is_last ? " " + std::string(conjunction) + " " : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace mongokeep
