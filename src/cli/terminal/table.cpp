#include "cli/terminal/table.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace mongokeep::cli {

namespace {

constexpr std::string_view between_columns = "  ";
constexpr std::size_t narrowest_cut = 20;

}  // namespace

void Table::add_row(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = printable(cell);
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

/// By column; 0 for one that is left out.
std::vector<std::size_t> Table::widths(std::optional<std::size_t> wanted) const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const std::vector<std::string>& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  }
  std::size_t total = 0;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (widths[i] == 0) continue;
    widths[i] = std::max(widths[i], display_width(columns_[i].heading));
    total += widths[i] + (total == 0 ? 0 : between_columns.size());
  }
  while (wanted && total > *wanted) {
    std::size_t* widest = nullptr;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const bool can_shrink = columns_[i].fit == Fit::cut && widths[i] > narrowest_cut;
      if (can_shrink && (widest == nullptr || widths[i] > *widest)) widest = &widths[i];
    }
    if (widest == nullptr) break;
    --*widest;
    --total;
  }
  return widths;
}

std::string Table::text(std::optional<std::size_t> width) const {
  const std::vector<std::size_t> wide = widths(width);
  std::string lines;
  const auto add_line = [&](const auto& cell_at) {
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (wide[i] == 0) continue;
      if (!line.empty()) line += between_columns;
      line += padded(cut_to_width(cell_at(i), wide[i]), wide[i], columns_[i].align);
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
