#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mongokeep {

/// The text with A–Z in lower case; all other bytes stay as they are.
std::string ascii_lower(std::string_view text);

/// The text without the blanks, tabs and ends of lines around it.
std::string_view without_blanks(std::string_view text);

/// The value of a hex digit in either case; nothing for any other character.
std::optional<unsigned> hex_digit_value(char digit);

}  // namespace mongokeep
