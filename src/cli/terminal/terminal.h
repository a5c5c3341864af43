#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mongokeep::cli {

enum class Colours { off, on };

/// What switches each of them on.
namespace ansi {
constexpr std::string_view red = "\x1b[1;31m";
constexpr std::string_view yellow = "\x1b[1;33m";
constexpr std::string_view green = "\x1b[32m";
constexpr std::string_view cyan = "\x1b[36m";
constexpr std::string_view dim = "\x1b[2m";
constexpr std::string_view none = "\x1b[0m";  ///< what switches it off
}  // namespace ansi

/// The text in this colour where colours are on.
std::string coloured(std::string_view text, std::string_view colour, Colours colours);

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
