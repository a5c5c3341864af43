#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cli/terminal/text_width.h"

namespace mongokeep::cli {

/// Rows under headings, in columns as wide as their widest cell, two spaces apart.
class Table {
 public:
  /// What becomes of cells that are too wide for a terminal.
  enum class Fit { whole, cut };

  struct Column {
    std::string heading;
    Align align = Align::left;
    Fit fit = Fit::whole;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// One cell for each column; made printable. A column that is empty in every row is left out.
  void add_row(std::vector<std::string> cells);

  /// The lines, each with its line feed and without spaces at its end. Where a line would be wider than `width`, the
  /// widest of the columns that may be cut are, but none to less than 20 columns.
  std::string text(std::optional<std::size_t> width = std::nullopt) const;

 private:
  std::vector<std::size_t> widths(std::optional<std::size_t> wanted) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace mongokeep::cli
