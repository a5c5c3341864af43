#include "base/text/cut_text.h"

#include <cstdint>

#include "base/text/utf8.h"

namespace mongokeep {

std::string cut_text(std::string text, std::size_t most_bytes) {
  if (text.size() <= most_bytes) return text;
  const auto* const begin = reinterpret_cast<const std::uint8_t*>(text.data());
  std::size_t end = 0;
  while (true) {
    const std::size_t size = utf8_sequence(begin + end, begin + text.size()).size;
    if (end + size > most_bytes) break;
    end += size;
  }
  text.resize(end);
  return text + "…";
}

}  // namespace mongokeep
