#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace mongokeep::cli {

/// How many parts a key may have (`a.b.c` has three). Ours have two.
inline constexpr std::size_t most_key_parts = 16;

/// The line, counted from 1, of the first key of a TOML text that has more parts; nothing where there is none. toml++
/// makes a table of each part, and takes them down by recursion: of a key of a megabyte that takes more than the stack.
std::optional<std::size_t> line_of_deep_key(std::string_view text);

}  // namespace mongokeep::cli
