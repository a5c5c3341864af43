#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mongokeep::cli {

// Text as a terminal shows it. Widths are in columns: a Chinese character takes two, a combining accent none.

/// The text made harmless for a terminal: hidden characters (base/hidden_text.h) as `\x1b`, bytes that are not UTF-8 as
/// U+FFFD. A collection's name must not be able to move the cursor, nor to look like another one.
std::string printable(std::string_view text);

/// Columns that printable UTF-8 text takes.
std::size_t display_width(std::string_view text);

/// Printable text in at most `width` columns; where it was cut, it ends in "…".
std::string cut_to_width(std::string_view text, std::size_t width);

/// The same, cut in the middle: names often differ at their ends.
std::string cut_middle(std::string_view text, std::size_t width);

enum class Align { left, right };

/// Text with spaces added to `width` columns.
std::string padded(std::string_view text, std::size_t width, Align align = Align::left);

}  // namespace mongokeep::cli
