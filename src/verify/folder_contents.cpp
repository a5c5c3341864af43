#include "verify/folder_contents.h"

#include <sys/stat.h>

#include <algorithm>
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

}  // namespace

std::vector<FolderEntry> contents_of(const archive::ReadableFolder& folder) {
  std::vector<FolderEntry> contents;
  folder.visit_all([&](const std::string& path, const struct stat& facts) {
    contents.push_back({path, kind_of(facts.st_mode)});
  });
  std::sort(contents.begin(), contents.end(),
            [](const FolderEntry& left, const FolderEntry& right) { return left.path < right.path; });
  return contents;
}

std::vector<FolderEntry> strangers_to(const archive::Manifest& manifest, const std::vector<FolderEntry>& contents) {
  std::set<std::string_view> files = {archive::Manifest::file_name};
  for (const archive::CollectionRecord& record : manifest.collections) files.insert(record.file);
  const std::set<std::string> folders = database_folders(manifest);
  std::vector<FolderEntry> strangers;
  for (const FolderEntry& entry : contents) {
    // What stands in place of a file that the manifest names is told of where that file is looked for.
    const bool is_own =
        files.contains(entry.path) || (entry.kind == FolderEntry::Kind::folder && folders.contains(entry.path));
    if (!is_own) strangers.push_back(entry);
  }
  return strangers;
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
