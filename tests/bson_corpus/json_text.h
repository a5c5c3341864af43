#pragma once

#include <string>
#include <string_view>

namespace mongokeep::extjson {

/// JSON text in a form in which two texts of the same tokens are equal: no space outside strings, and every string
/// escaped the same way ("\u00e9" and "é" are the same characters). The order of members and the digits of numbers
/// stay.
std::string normalised_json(std::string_view text);

}  // namespace mongokeep::extjson
