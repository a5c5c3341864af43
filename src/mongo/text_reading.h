#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mongokeep::mongo {

/// What a text says once encodings are taken off it, and where each byte of that stands in the text.
struct TextReading {
  struct Place {
    std::size_t begin;
    std::size_t end;
  };

  std::string bytes;
  std::vector<Place> places;  ///< one for each byte
};

/// The text as it stands, and with percent-encoding (RFC 3986) and the escapes of JSON and C (`\"`, `\u0041`, `\x41`)
/// taken off, once and twice, in any order. An escape that the text ends in the middle of stands for nothing.
std::vector<TextReading> readings_of(std::string_view text);

}  // namespace mongokeep::mongo
