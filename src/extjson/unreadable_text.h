#pragma once

#include <string_view>

#include "extjson/wrong_text.h"

namespace mongokeep::extjson {

/// What is wrong with a text that TokenIndex refused, which does not say so: the first byte that is not UTF-8, a
/// control character within a string, a string that is not closed (at its beginning), or a character that JSON has only
/// in strings.
WrongText unreadable_part(std::string_view text);

}  // namespace mongokeep::extjson
