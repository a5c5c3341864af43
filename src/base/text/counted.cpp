#include "base/text/counted.h"

#include <cstddef>

namespace mongokeep {

std::string count_text(std::uint64_t count) {
  const std::string digits = std::to_string(count);
  std::string grouped;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped += ',';
    grouped += digits[i];
  }
  return grouped;
}

std::string counted(std::uint64_t count, std::string_view noun) {
  const char* const ending = count == 1 ? "" : noun.ends_with('x') ? "es" : "s";
  return count_text(count) + " " + std::string(noun) + ending;
}

}  // namespace mongokeep
