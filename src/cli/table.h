#pragma once

#include <string>
#include <vector>

#include "cli/text_width.h"

namespace mongokeep::cli {

/// Rows under headings, in columns as wide as their widest cell, two spaces apart.
class Table {
 public:
  struct Column {
    std::string heading;
    Align align = Align::left;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// One cell for each column; made printable. A column that is empty in every row is left out.
  void add_row(std::vector<std::string> cells);

  /// The lines, each with its line feed and without spaces at its end.
  std::string text() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace mongokeep::cli
