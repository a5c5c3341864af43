#pragma once

#include <cstddef>
#include <string>

namespace mongokeep {

/// The text, or as many of its whole characters as fit into `most_bytes`, with an ellipsis behind them.
std::string cut_text(std::string text, std::size_t most_bytes);

}  // namespace mongokeep
