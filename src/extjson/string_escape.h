#pragma once

#include <cstddef>
#include <cstdint>

#include "extjson/byte_block.h"
#include "extjson/draft.h"

namespace mongokeep::extjson {

/// escape() for text of any size and any kind.
char* escape_any(Draft& draft, char* out, const std::uint8_t* text, std::size_t size, const std::uint8_t* readable_end);

/// Writes `text` at `out` as the inside of a JSON string, and returns where it ends: what JSON.stringify escapes is
/// escaped the same way (RFC 8259's short forms, else \u00xx), all other characters stand as they are. Each invalid
/// UTF-8 sequence becomes U+FFFD, and the draft lossy.
///
/// Bytes from `text` up to `readable_end` may be read, those behind the text too. There must be room for value_room
/// characters at `out`; after a text longer than a block there is again.
inline char* escape(Draft& draft, char* out, const std::uint8_t* text, std::size_t size,
                    const std::uint8_t* readable_end) {
  if (size < ByteBlock::size && static_cast<std::size_t>(readable_end - text) >= ByteBlock::size) {
    const ByteBlock block = ByteBlock::load(text);
    if (block.not_plain().first_bytes(size).none()) {
      block.store(out);
      return out + size;
    }
  }
  return escape_any(draft, out, text, size, readable_end);
}

}  // namespace mongokeep::extjson
