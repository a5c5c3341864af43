#pragma once

#include <string>
#include <string_view>

namespace mongokeep::test {

/// The piece, so many times.
inline std::string repeated(std::size_t count, std::string_view piece) {
  std::string text;
  text.reserve(count * piece.size());
  for (std::size_t number = 0; number < count; ++number) text += piece;
  return text;
}

}  // namespace mongokeep::test
