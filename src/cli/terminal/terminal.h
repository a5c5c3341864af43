#pragma once

#include <cstddef>

namespace mongokeep::cli {

enum class Colours { off, on };

/// What one of the standard streams is connected to.
struct Terminal {
  bool present = false;            ///< it is a terminal
  bool moves = false;              ///< its cursor can be moved: bars are possible
  Colours colours = Colours::off;  ///< on where it moves and nobody asked otherwise (https://no-color.org)
};

/// Looks at the descriptor, TERM and NO_COLOR.
Terminal terminal_at(int descriptor);

struct TerminalSize {
  std::size_t columns = 80;
  std::size_t rows = 24;
};

/// The size now; the defaults where there is no terminal or it does not say.
TerminalSize terminal_size(int descriptor);

}  // namespace mongokeep::cli
