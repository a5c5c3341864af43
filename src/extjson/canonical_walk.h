#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "extjson/key_memory.h"
#include "extjson/text_buffer.h"

namespace mongokeep::extjson {

/// What a document's text tells without being made BSON of.
struct WalkedText {
  std::size_t size;     ///< bytes of the BSON that it leads to
  std::string_view id;  ///< the text of the first value at the top whose key is `_id`; empty where there is none
};

/// Walks the text of one document where it has just the form that DocumentWriter gives canonical text: no blanks,
/// numbers in their types' objects, escapes for single characters alone. Nothing is written and no token is noted,
/// which makes this nearly twice as fast as reading.
///
/// What it takes, DocumentReader takes, and makes a document of that size of. It gives up on all else, right or wrong,
/// without saying why: DocumentReader does. Right, but given up, are keys with escapes, keys with a
/// dollar sign but for those of a DBRef, the envelope, and types that are rare.
///
/// reading_room bytes can be read behind the text. `keys` is what texts before had, and learns of this one; `scratch`
/// is for base64; what it holds is lost.
std::optional<WalkedText> walk_canonical(std::string_view text, KeyMemory& keys, TextBuffer& scratch);

}  // namespace mongokeep::extjson
