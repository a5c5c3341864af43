#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace mongokeep::stream::age {

/// Calls `take(line, number)` for each line of a text of keys, as `age` reads them, that is neither empty nor a comment
/// (`#`): without blanks around it, counted from 1. The lines are views of the text, which may be a secret.
template <typename Take>
void for_each_key_line(std::string_view text, Take take) {
  constexpr std::string_view blanks = " \t\r";
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
    line = line.substr(0, line.find_last_not_of(blanks) + 1);
    if (!line.empty() && line.front() != '#') take(line, number);
  }
}

}  // namespace mongokeep::stream::age
