#pragma once

#include <cstdint>
#include <cstring>

#include "extjson/little_endian.h"
#include "extjson/string_unescape.h"
#include "extjson/wrong_text.h"

namespace mongokeep::extjson {

/// Writes the inside of a JSON string as BSON stores strings: its length, the characters, a NUL.
inline char* write_string_value(char* out, std::string_view inside) {
  char* const text = out + 4;
  char* const end = unescape(text, inside);
  *end = '\0';
  store_little_endian(out, static_cast<std::int32_t>(end + 1 - text));
  return end + 1;
}

/// Writes the inside of a JSON string as BSON stores keys: the characters, a NUL. Throws WrongText with this cause
/// where a NUL is among them.
inline char* write_c_string(char* out, std::string_view inside, const char* cause) {
  char* const end = unescape(out, inside);
  const auto size = static_cast<std::size_t>(end - out);
  // A NUL takes an escape, which is longer than what it stands for.
  if (size != inside.size() && std::memchr(out, 0, size) != nullptr) [[unlikely]]
    throw_wrong_text(nul_escape(inside), cause);
  *end = '\0';
  return end + 1;
}

}  // namespace mongokeep::extjson
