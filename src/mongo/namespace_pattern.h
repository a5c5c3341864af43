#pragma once

#include <string>
#include <string_view>

namespace mongokeep::mongo {

/// Whether the namespace fits the pattern, as in the MongoDB Database Tools' --nsInclude: `*` stands for any
/// characters, dots among them, or none; `\` takes the next character literally.
bool matches_pattern(std::string_view pattern, std::string_view ns);

}  // namespace mongokeep::mongo
