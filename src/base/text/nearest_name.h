#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mongokeep {

/// How many single changes (insert, remove, replace, swap neighbours) make `b` of `a`.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The known name that someone most likely meant by `wanted`: case, `-` and `_` do not count, and about one
/// change for every three characters is forgiven. Nothing when no name is near enough; the first of equals.
std::optional<std::string> nearest_name(std::string_view wanted, const std::vector<std::string>& known);

}  // namespace mongokeep
