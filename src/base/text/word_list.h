#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mongokeep {

/// What stands between the separators: one more than there are of them, and one empty text where there is none at all.
/// Views of `text`.
std::vector<std::string_view> split(std::string_view text, char separator);

/// The same, each a text of its own.
std::vector<std::string> split_words(std::string_view text, char separator);

/// "a", "a and b", "a, b and c" for the conjunction "and".
std::string listed(std::span<const std::string> words, std::string_view conjunction);

}  // namespace mongokeep
