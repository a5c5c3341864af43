#pragma once

#include <string>
#include <string_view>

namespace mongokeep::fuzz {

/// The file with what the input says done to it, five bytes a step: bits flipped, pieces moved, doubled, dropped, the
/// end cut off. An input of no steps changes nothing; doubling ends at 4 MiB.
std::string edited(std::string file, std::string_view input);

}  // namespace mongokeep::fuzz
