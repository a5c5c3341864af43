#include "readiness/space_check.h"

#include <fmt/format.h>

#include "base/text/quantity.h"

namespace mongokeep::readiness {

namespace {

constexpr const char* how_to_make_room =
    "Free some space, keep fewer backups (retention.days_to_keep, `mongokeep cleanup`), or compress them "
    "(output.compression)";

Finding by_last_backup(const SpaceFigures& figures) {
  const std::uint64_t free = *figures.free_bytes;
  const std::uint64_t need = *figures.last_bytes;
  const std::string text =
      fmt::format("{} free; the newest complete backup takes {}", size_text(free), size_text(need));
  if (free < need) return {Topic::space, Verdict::failed, text, how_to_make_room};
  if (free / 2 < need)
    return {Topic::space, Verdict::warning, text + ": there is room for only one more", how_to_make_room};
  return {Topic::space, Verdict::ok, text, ""};
}

/// Text is longer than BSON, and compressed text shorter.
Finding by_guess(const SpaceFigures& figures) {
  const std::uint64_t free = *figures.free_bytes;
  if (!figures.data_size) {
    return {Topic::space, Verdict::unknown,
            fmt::format("{} free; the size of a backup is not known yet", size_text(free)), ""};
  }
  const std::string text = fmt::format("{} free; there is no backup to compare with; the server has {} of documents",
                                       size_text(free), size_text(*figures.data_size));
  if (free < *figures.data_size) return {Topic::space, Verdict::warning, text, how_to_make_room};
  return {Topic::space, Verdict::ok, text, ""};
}

}  // namespace

Finding judge_space(const SpaceFigures& figures) {
  if (!figures.free_bytes) return {Topic::space, Verdict::unknown, "not checked: the root cannot be used", ""};
  // The manifest, the folder, and the record of the schedule.
  constexpr std::uint64_t more_files = 4;
  if (figures.free_files && *figures.free_files < figures.last_files + more_files) {
    return {Topic::space, Verdict::failed,
            fmt::format("the file system has room for {} more files (inodes), but a backup needs {}",
                        count_text(*figures.free_files), count_text(figures.last_files + more_files)),
            "Remove files you do not need, or use another file system for the root"};
  }
  return figures.last_bytes ? by_last_backup(figures) : by_guess(figures);
}

}  // namespace mongokeep::readiness
