#pragma once

#include <cstddef>
#include <string>

#include "cli/terminal/terminal.h"
#include "mongokeep/progress.h"

namespace mongokeep::cli {

/// How the lines of finished collections are laid out: the same for all lines of a run.
struct LineLayout {
  std::size_t name_width;
  bool has_word;  ///< "documents" behind their number
  bool has_size;
  bool has_time;
};

/// For names of at most `longest_name` columns on a terminal of `columns`. A narrow one loses the word first, then the
/// time, then the size; what is left is the name's, which is never wider than it has to be.
LineLayout line_layout(std::size_t longest_name, std::size_t columns);

/// What became of a collection, on one line, with its line feed:
///
///     shop.orders       104,000 documents  12.3 MiB       2.4 s
///
/// One that failed, or came in part, has the reason in it, which is not cut: it may take several rows.
std::string collection_line(const CollectionProgress& progress, ProgressObserver::Outcome outcome,
                            const RunProgress& run, const LineLayout& layout, Colours colours);

}  // namespace mongokeep::cli
