#pragma once

#include <cstdint>
#include <span>

#include "extjson/draft.h"

namespace mongokeep::extjson {

/// Writes `bytes` at `out` in base64 (RFC 4648 section 4, padded, in one line) and returns where it ends.
/// Asks for its own room; afterwards there is room for value_room characters again.
char* write_base64(Draft& draft, char* out, std::span<const std::uint8_t> bytes);

}  // namespace mongokeep::extjson
