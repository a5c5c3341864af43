#pragma once

#include <cstddef>
#include <string_view>

namespace mongokeep {

/// Length in bytes (1–4) of the UTF-8 sequence that `text` begins with; 0 where it begins with none: a stray or missing
/// continuation byte, an overlong form, a surrogate, or a code point above U+10FFFF (RFC 3629).
std::size_t utf8_sequence_length(std::string_view text);

}  // namespace mongokeep
