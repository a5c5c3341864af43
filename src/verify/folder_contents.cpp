#include "verify/folder_contents.h"

#include <sys/stat.h>

#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <string_view>

#include "archive/file_name.h"

namespace mongokeep::verify {

namespace {

FolderEntry::Kind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return FolderEntry::Kind::file;
  if (S_ISDIR(mode)) return FolderEntry::Kind::folder;
  return S_ISLNK(mode) ? FolderEntry::Kind::link : FolderEntry::Kind::other;
}

/// One for each database; one that has views only is empty.
std::set<std::string> database_folders(const archive::Manifest& manifest) {
  std::set<std::string> databases;
  for (const archive::CollectionRecord& record : manifest.collections) {
    if (!record.database.empty()) databases.insert(record.database);
  }
  const std::vector<std::string> folders = archive::encode_names({databases.begin(), databases.end()});
  return {folders.begin(), folders.end()};
}

/// Nobody looks at more.
constexpr std::size_t most_strangers = 1000;
/// Half as many again as a server has been seen with.
constexpr std::size_t most_files = 100'000;

/// Keeps those that come first.
FolderEntries first_of(const archive::ReadableFolder& folder, std::size_t most,
                       const std::function<bool(const FolderEntry&)>& is_meant) {
  FolderEntries result;
  std::map<std::string, FolderEntry::Kind> kept;
  folder.visit_all([&](const std::string& path, const struct stat& facts) {
    const FolderEntry entry{path, kind_of(facts.st_mode)};
    if (!is_meant(entry)) return;
    if (kept.size() == most) {
      ++result.more;
      if (path > kept.rbegin()->first) return;
      kept.erase(std::prev(kept.end()));
    }
    kept.emplace(path, entry.kind);
  });
  for (const auto& [path, kind] : kept) result.first.push_back({path, kind});
  return result;
}

}  // namespace

FolderEntries strangers_in(const archive::ReadableFolder& folder, const archive::Manifest& manifest) {
  std::set<std::string_view> files = {archive::Manifest::file_name};
  for (const archive::CollectionRecord& record : manifest.collections) files.insert(record.file);
  const std::set<std::string> folders = database_folders(manifest);
  return first_of(folder, most_strangers, [&](const FolderEntry& entry) {
    // What stands in place of a file that the manifest names is told of where that file is looked for.
    return !files.contains(entry.path) && !(entry.kind == FolderEntry::Kind::folder && folders.contains(entry.path));
  });
}

FolderEntries document_files_in(const archive::ReadableFolder& folder) {
  return first_of(folder, most_files, [](const FolderEntry& entry) {
    return entry.kind == FolderEntry::Kind::file && entry.path != archive::Manifest::file_name &&
           archive::unpacked_name(entry.path).ends_with(".json");
  });
}

std::string problem_of(const FolderEntry& stranger) {
  switch (stranger.kind) {
    case FolderEntry::Kind::file: return "the manifest does not name this file";
    case FolderEntry::Kind::folder: return "the manifest names no database for this folder";
    case FolderEntry::Kind::link: return "it is a link, and a backup contains no links";
    case FolderEntry::Kind::other: return "it is neither a file nor a folder";
  }
  return "";
}

std::unique_ptr<archive::ReadableFile> open_entry(const archive::ReadableFolder& folder, const std::string& path) {
  const std::size_t slash = path.find('/');
  if (slash == std::string::npos) return folder.open_file(path);
  return open_entry(*folder.open_child(path.substr(0, slash)), path.substr(slash + 1));
}

}  // namespace mongokeep::verify
