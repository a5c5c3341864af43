#pragma once

#include <string_view>

namespace mongokeep::extjson {

/// Writes the bytes that `text` stands for (base64, RFC 4648 section 4: padded, in one piece, no bit set that means
/// nothing), and returns where they end. `out` may be anywhere before `text` in the same memory.
/// Throws WrongText at the character at fault.
char* read_base64(char* out, std::string_view text);

}  // namespace mongokeep::extjson
