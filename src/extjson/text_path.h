#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mongokeep::extjson {

/// A message is for a person: paths longer than this many bytes are cut.
inline constexpr std::size_t longest_path = 256;

/// The keys, dotted, that lead to the byte at `offset` of a JSON text, as the text has them and indices in arrays. A
/// key leads to what is behind its colon. A long path is cut. The text need not be right, nor end.
std::string path_in_text(std::string_view text, std::size_t offset);

}  // namespace mongokeep::extjson
