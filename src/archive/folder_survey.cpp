#include "archive/folder_survey.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <unordered_map>

#include "archive/manifest.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

namespace {

bool has_name_of_json(const std::string& path) {
  return path.find(".json", path.rfind('/') + 1) != std::string::npos;
}

/// What there is of the files that were named.
class FoundFiles {
 public:
  explicit FoundFiles(const std::vector<NamedFile>& named) : named_(named) {
    entries_.reserve(named.size());
    for (const NamedFile& one : named) entries_.emplace(one.file, Entry{});
  }

  /// `length` of a file; nothing for a link and the like. False where it is none of those named.
  bool enter(const std::string& path, std::optional<std::uint64_t> length) {
    const auto found = entries_.find(path);
    if (found == entries_.end()) return false;
    found->second = {.is_there = true, .length = length};
    return true;
  }

  std::string problem() const {
    for (const NamedFile& one : named_) {
      const Entry& entry = entries_.at(one.file);
      if (!entry.is_there) return fmt::format("{} is missing", one.file);
      if (!entry.length) return fmt::format("{} is not a regular file", one.file);
      if (*entry.length != one.bytes) {
        return fmt::format("{} has {} bytes instead of {}", one.file, *entry.length, one.bytes);
      }
    }
    return {};
  }

 private:
  struct Entry {
    bool is_there = false;
    std::optional<std::uint64_t> length;
  };

  const std::vector<NamedFile>& named_;
  std::unordered_map<std::string_view, Entry> entries_;
};

void keep_first(std::string& first, const std::string& path) {
  if (first.empty() || path < first) first = path;
}

}  // namespace

FolderSurvey survey(const ReadableFolder& folder, const std::vector<NamedFile>& named) {
  FolderSurvey result;
  FoundFiles found(named);
  bool has_other = false;
  std::string last_folder;
  const VisitEntry look_at = [&](const std::string& path, const struct stat& facts) {
    if (S_ISDIR(facts.st_mode)) {
      last_folder = path;
      return;
    }
    const bool is_file = S_ISREG(facts.st_mode);
    const auto length = static_cast<std::uint64_t>(facts.st_size);
    const bool is_manifest = path == Manifest::file_name;
    if (is_file) result.stored_bytes += length;
    if (!is_manifest) ++result.files;
    const bool is_named = found.enter(path, is_file ? std::optional(length) : std::nullopt) || is_manifest;
    if (!is_file || !is_named) keep_first(result.unnamed, path);
    if (!is_file || !has_name_of_json(path)) keep_first(result.not_json, path);
    has_other = has_other || path.find('/') != std::string::npos;
  };
  try {
    folder.visit_all(look_at);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::damaged) throw;
    // No folder of ours: what lies there is somebody else's.
    result.unnamed = result.not_json = last_folder.substr(0, last_folder.find('/'));
    result.problem = error.cause();
    return result;
  }
  result.is_only_json = result.files > 0 && result.not_json.empty() && !has_other;
  result.problem = found.problem();
  return result;
}

}  // namespace mongokeep::archive
