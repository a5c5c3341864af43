#include "archive/listing.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "archive/dated_name.h"
#include "base/directory.h"
#include "base/file.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

namespace {

/// A manifest lists each collection with options and indexes; 2,000 of them take some 2 MiB.
constexpr std::size_t largest_manifest = std::size_t{256} << 20U;

struct FolderContents {
  std::uint64_t bytes = 0;
  std::size_t files = 0;
  bool has_manifest = false;
  bool only_json_files = true;
};

void add_contents(const Directory& folder, bool is_top, FolderContents& contents) {
  for (const std::string& name : folder.names()) {
    const struct stat facts = folder.facts(name);
    if (S_ISDIR(facts.st_mode)) {
      contents.only_json_files = false;
      add_contents(folder.open_child(name), false, contents);
      continue;
    }
    if (S_ISREG(facts.st_mode)) contents.bytes += static_cast<std::uint64_t>(facts.st_size);
    if (is_top && name == Manifest::file_name) {
      contents.has_manifest = true;
      continue;
    }
    if (S_ISREG(facts.st_mode)) ++contents.files;
    if (!S_ISREG(facts.st_mode) || name.find(".json") == std::string::npos) contents.only_json_files = false;
  }
}

std::chrono::system_clock::time_point modification_time(const struct stat& facts) {
  return std::chrono::system_clock::time_point(std::chrono::duration_cast<std::chrono::system_clock::duration>(
      std::chrono::seconds(facts.st_mtim.tv_sec) + std::chrono::nanoseconds(facts.st_mtim.tv_nsec)));
}

void judge_dated(const Directory& folder, const FolderContents& contents, StoredBackup& backup) {
  if (!contents.has_manifest) {
    const bool is_legacy = contents.only_json_files && contents.files > 0;
    backup.standing = is_legacy ? Standing::legacy : Standing::foreign;
    backup.problem = is_legacy ? "no manifest: made by an older system" : "no manifest, and not only JSON files in it";
    return;
  }
  const std::string name(Manifest::file_name);
  const std::string path = (folder.path() / name).string();
  try {
    backup.manifest = parse_manifest(read_whole(folder.open_file(name).get(), largest_manifest, path), path);
    backup.standing = backup.manifest->status == Status::complete ? Standing::complete : Standing::partial;
  } catch (const Error& error) {
    // One folder's trouble is what a listing is there to show.
    backup.standing = Standing::damaged;
    backup.problem = error.cause();
  }
}

StoredBackup inspect(const Directory& root, const std::string& name) {
  StoredBackup backup;
  backup.name = name;
  backup.path = root.path() / name;
  const struct stat facts = root.facts(name);
  backup.modified = modification_time(facts);
  if (!S_ISDIR(facts.st_mode)) {
    backup.problem = S_ISLNK(facts.st_mode) ? "a symbolic link" : "not a folder";
    return backup;
  }
  try {
    const Directory folder = root.open_child(name);
    FolderContents contents;
    add_contents(folder, true, contents);
    backup.stored_bytes = contents.bytes;
    backup.files = contents.files;
    if (DatedName::parse_unfinished(name)) {
      backup.standing = Standing::unfinished;
      backup.problem = "running, or left over by a run that died";
    } else if (DatedName::parse(name)) {
      judge_dated(folder, contents, backup);
    } else {
      backup.problem = "not a dated name";
    }
  } catch (const Error& error) {
    backup.standing = DatedName::parse(name) ? Standing::damaged : Standing::foreign;
    backup.problem = error.cause();
  }
  return backup;
}

/// Orders folders without a manifest by their name's day, as if it were UTC: near enough for a listing.
std::chrono::system_clock::time_point made_at(const StoredBackup& backup) {
  if (backup.manifest) return backup.manifest->started_at;
  auto name = DatedName::parse(backup.name);
  if (!name) name = DatedName::parse_unfinished(backup.name);
  return name ? name->as_utc() : backup.modified;
}

bool comes_before(const StoredBackup& left, const StoredBackup& right) {
  const bool left_foreign = left.standing == Standing::foreign;
  const bool right_foreign = right.standing == Standing::foreign;
  if (left_foreign != right_foreign) return right_foreign;
  const auto left_time = made_at(left);
  const auto right_time = made_at(right);
  return left_time != right_time ? left_time < right_time : left.name < right.name;
}

Directory open_root(const std::filesystem::path& path) {
  std::error_code missing;
  if (std::filesystem::symlink_status(path, missing).type() == std::filesystem::file_type::not_found) {
    throw Error(ErrorKind::storage, "read the backup root", std::filesystem::absolute(path).string(),
                "there is no such folder", "Give the folder of the backups with --root");
  }
  return Directory::open(path);
}

Error not_found(const std::filesystem::path& root, const std::string& wanted, const std::vector<StoredBackup>& all) {
  std::string hint;
  std::size_t shown = 0;
  for (auto backup = all.rbegin(); backup != all.rend() && shown < 5; ++backup) {
    if (backup->standing == Standing::foreign || backup->standing == Standing::unfinished) continue;
    hint += (shown++ == 0 ? "The newest there: " : ", ") + backup->name;
  }
  if (hint.empty()) hint = "There are no backups in that folder";
  return Error(ErrorKind::usage, "find the backup", wanted,
               fmt::format("there is none of that name in {}", std::filesystem::absolute(root).string()), hint);
}

}  // namespace

std::vector<StoredBackup> list_backups(const std::filesystem::path& root) {
  const Directory directory = open_root(root);
  std::vector<StoredBackup> backups;
  for (const std::string& name : directory.names()) {
    if (name.starts_with('.') && !DatedName::parse_unfinished(name)) continue;
    backups.push_back(inspect(directory, name));
  }
  std::sort(backups.begin(), backups.end(), comes_before);
  return backups;
}

StoredBackup find_backup(const std::filesystem::path& root, const std::string& wanted) {
  const bool is_path = wanted.find('/') != std::string::npos;
  if (is_path) {
    const Directory folder = Directory::open(wanted);
    return inspect(Directory::open(folder.path().parent_path()), folder.path().filename().string());
  }
  const std::vector<StoredBackup> backups = list_backups(root);
  const auto fits = [&](const StoredBackup& backup) {
    return wanted == "latest" ? backup.standing == Standing::complete : backup.name == wanted;
  };
  const auto newest = std::find_if(backups.rbegin(), backups.rend(), fits);
  if (newest == backups.rend()) throw not_found(root, wanted, backups);
  return *newest;
}

}  // namespace mongokeep::archive
