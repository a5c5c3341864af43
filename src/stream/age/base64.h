#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mongokeep::stream::age {

// Base64 as the format wants it: RFC 4648, section 4, without padding.

std::string base64_text(std::string_view bytes);

/// Nothing for what is not the one text of some bytes: a character that is none of it, padding, a bit set that means
/// nothing.
std::optional<std::string> bytes_of_base64(std::string_view text);

/// Whether bytes_of_base64() would give anything.
bool is_base64(std::string_view text);

}  // namespace mongokeep::stream::age
