#include "cli/table.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace mongokeep::cli {

void Table::add_row(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = printable(cell);
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

std::string Table::text() const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const std::vector<std::string>& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  }
  std::string lines;
  const auto add_line = [&](const auto& cell_at) {
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (widths[i] == 0) continue;
      if (!line.empty()) line += "  ";
      line += padded(cell_at(i), std::max(widths[i], columns_[i].heading.size()), columns_[i].align);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    lines += line + "\n";
  };
  add_line([&](std::size_t i) { return columns_[i].heading; });
  for (const std::vector<std::string>& row : rows_) {
    add_line([&](std::size_t i) { return row[i]; });
  }
  return lines;
}

}  // namespace mongokeep::cli
