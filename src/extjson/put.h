#pragma once

#include <cstddef>
#include <cstring>

namespace mongokeep::extjson {

/// Writes a literal at `out` and returns where it ends. The caller has made room.
template <std::size_t size>
char* put(char* out, const char (&literal)[size]) {
  std::memcpy(out, literal, size - 1);
  return out + (size - 1);
}

}  // namespace mongokeep::extjson
