#include "base/files/mount_points.h"

#include <mntent.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <set>

namespace mongokeep {

namespace {

struct EndReading {
  void operator()(std::FILE* table) const { ::endmntent(table); }
};

/// The folders that a table names; entries without one (swap) have another word there.
std::set<std::filesystem::path> points_in(const std::filesystem::path& file) {
  std::set<std::filesystem::path> points;
  const std::unique_ptr<std::FILE, EndReading> table(::setmntent(file.c_str(), "re"));
  if (!table) return points;
  mntent entry{};
  std::array<char, 16384> text{};
  while (::getmntent_r(table.get(), &entry, text.data(), static_cast<int>(text.size())) != nullptr) {
    std::filesystem::path point = std::filesystem::path(entry.mnt_dir).lexically_normal();
    if (point.has_relative_path() && !point.has_filename()) point = point.parent_path();
    if (point.is_absolute()) points.insert(std::move(point));
  }
  return points;
}

/// By whole parts of both.
bool is_at_or_below(const std::filesystem::path& path, const std::filesystem::path& point) {
  const auto [end_of_path, end_of_point] = std::mismatch(path.begin(), path.end(), point.begin(), point.end());
  return end_of_point == point.end();
}

}  // namespace

std::optional<std::string> unmounted_point_above(const std::filesystem::path& path, const std::filesystem::path& table,
                                                 const std::filesystem::path& mounted) {
  std::error_code unresolved;
  std::filesystem::path whole = std::filesystem::weakly_canonical(path, unresolved);
  if (unresolved) whole = std::filesystem::absolute(path).lexically_normal();
  const std::set<std::filesystem::path> there = points_in(mounted);
  for (const std::filesystem::path& point : points_in(table)) {
    // Where `/` is not listed, this is a root within another's.
    if (point.has_relative_path() && !there.contains(point) && is_at_or_below(whole, point)) return point.string();
  }
  return std::nullopt;
}

}  // namespace mongokeep
