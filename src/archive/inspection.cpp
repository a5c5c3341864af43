#include "archive/inspection.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "archive/dated_name.h"
#include "archive/removal.h"
#include "base/directory.h"
#include "base/file.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

namespace {

/// What lies in a backup's folder, by path relative to it; links and what is no file have no length.
using Contents = std::map<std::string, std::optional<std::uint64_t>>;

/// A file that goes while we look (a running backup renames its files) is left out.
void add_contents(const Directory& folder, const std::string& prefix, Contents& contents) {
  for (const std::string& name : folder.names()) {
    const std::optional<struct stat> facts = folder.facts(name);
    if (!facts) continue;
    if (S_ISDIR(facts->st_mode)) {
      add_contents(folder.open_child(name), prefix + name + "/", contents);
    } else if (S_ISREG(facts->st_mode)) {
      contents[prefix + name] = static_cast<std::uint64_t>(facts->st_size);
    } else {
      contents[prefix + name] = std::nullopt;
    }
  }
}

/// What is wrong with the files that the manifest names; empty when nothing is.
std::string missing_part(const Manifest& manifest, const Contents& contents) {
  for (const CollectionRecord& record : manifest.collections) {
    if (record.file.empty()) continue;
    const auto found = contents.find(record.file);
    if (found == contents.end() || !found->second) return fmt::format("{} is missing", record.file);
    if (*found->second != record.stored_bytes) {
      return fmt::format("{} has {} bytes instead of {}", record.file, *found->second, record.stored_bytes);
    }
  }
  return {};
}

/// The first thing in the folder that is no file of the backup's own; empty when there is none.
template <typename IsOwn>
std::string first_stranger(const Contents& contents, const IsOwn& is_own) {
  for (const auto& [name, size] : contents) {
    if (!size || !is_own(name)) return name;
  }
  return {};
}

/// What can be said of a file while the manifest is not known.
bool has_name_of_json(const std::string& path) {
  return path.find(".json", path.rfind('/') + 1) != std::string::npos;
}

std::string stranger_to(const Manifest& manifest, const Contents& contents) {
  std::set<std::string_view> own = {Manifest::file_name};
  for (const CollectionRecord& record : manifest.collections) own.insert(record.file);
  return first_stranger(contents, [&](const std::string& name) { return own.contains(name); });
}

/// Nothing where the text is not what its checksum says.
std::optional<std::chrono::system_clock::time_point> begun_in(std::string_view text, const std::string& path) {
  try {
    return started_at_in(text, path);
  } catch (const Error&) {
    // Whoever reads the manifest says what is wrong with it.
    return std::nullopt;
  }
}

/// A dated folder without a manifest: an older system's, if there is nothing but JSON in it.
void judge_without_manifest(const Contents& contents, StoredBackup& backup) {
  const auto is_json = [](const auto& entry) {
    return entry.second && has_name_of_json(entry.first) && entry.first.find('/') == std::string::npos;
  };
  if (!contents.empty() && std::all_of(contents.begin(), contents.end(), is_json)) {
    backup.state = BackupState::legacy;
    backup.problem = "no manifest: made by an older system";
  } else {
    backup.problem = "no manifest, and files that are not JSON";
  }
}

void judge_dated(const Directory& folder, const Contents& contents, StoredBackup& backup) {
  const std::string name(Manifest::file_name);
  if (!contents.contains(name)) return judge_without_manifest(contents, backup);
  const std::string path = (folder.path() / name).string();
  backup.state = BackupState::damaged;
  backup.stranger = first_stranger(contents, has_name_of_json);
  if (contents.at(name).value_or(0) > Manifest::largest_file) {
    backup.problem = "its manifest is too large";
    return;
  }
  const std::string text = read_whole(folder.open_file(name).get(), Manifest::largest_file, path);
  Manifest manifest;
  try {
    manifest = parse_manifest(text, path);
  } catch (const Error&) {
    backup.begun = begun_in(text, path);
    throw;
  }
  backup.stranger = stranger_to(manifest, contents);
  backup.problem = missing_part(manifest, contents);
  if (!backup.problem.empty()) {
    backup.begun = manifest.started_at;
    backup.damaged_head = head_of(manifest);
    return;
  }
  backup.state = manifest.status == Status::complete ? BackupState::complete : BackupState::partial;
  backup.totals = totals_of(manifest);
  backup.manifest = std::move(manifest);
}

/// The shorter way for a backup that is as it ought to be: false, with nothing learned, where it may not be, or the
/// manifest is not laid out as ours are.
bool judge_briefly(const Directory& folder, StoredBackup& backup) {
  const std::string name(Manifest::file_name);
  const auto held = folder.facts(name);
  if (!held || !S_ISREG(held->st_mode) || static_cast<std::uint64_t>(held->st_size) > Manifest::largest_file)
    return false;
  const std::string path = (folder.path() / name).string();
  const std::string text = read_whole(folder.open_file(name).get(), Manifest::largest_file, path);
  bool are_there = true;
  std::size_t files = 0;
  std::uint64_t bytes = 0;
  const auto check = [&](std::string_view file, std::uint64_t stored_bytes) {
    ++files;
    bytes += stored_bytes;
    // What lies in a folder of its own is looked at one by one.
    if (!are_there || file.find('/') != std::string_view::npos) return void(are_there = false);
    const auto facts = folder.facts(std::string(file));
    are_there = facts && S_ISREG(facts->st_mode) && static_cast<std::uint64_t>(facts->st_size) == stored_bytes;
  };
  std::optional<BriefManifest> brief = scan_manifest(text, check);
  if (!brief || !are_there || folder.entry_count() != files + 1) return false;
  backup.state = brief->manifest.status == Status::complete ? BackupState::complete : BackupState::partial;
  backup.stored_bytes = bytes + static_cast<std::uint64_t>(held->st_size);
  backup.files = files;
  backup.totals = brief->totals;
  backup.manifest = std::move(brief->manifest);
  return true;
}

bool looks_well(const Directory& folder, StoredBackup& backup) {
  try {
    return judge_briefly(folder, backup);
  } catch (const Error&) {
    // Whoever looks at all of it says what is wrong.
    return false;
  }
}

/// Looks into a folder whose name says that it is, or will be, a backup.
void inspect_contents(const Directory& folder, StoredBackup& backup) {
  Contents contents;
  add_contents(folder, "", contents);
  for (const auto& [name, size] : contents) backup.stored_bytes += size.value_or(0);
  backup.files = contents.size() - (contents.contains(std::string(Manifest::file_name)) ? 1 : 0);
  if (backup.state != BackupState::unfinished) judge_dated(folder, contents, backup);
}

/// What the entry is, by its name and kind; its contents are still to be looked at.
StoredBackup named(const std::filesystem::path& path, const struct stat& facts) {
  StoredBackup backup;
  backup.path = path;
  backup.name = path.filename().string();
  backup.modified = modification_time(facts);
  if (S_ISLNK(facts.st_mode)) {
    backup.problem = "a symbolic link";
  } else if (!S_ISDIR(facts.st_mode)) {
    backup.problem = "not a folder";
  } else if (DatedName::parse_unfinished(backup.name)) {
    backup.state = BackupState::unfinished;
    backup.problem = "still running, or left by a run that died";
  } else if (!DatedName::parse(backup.name)) {
    backup.problem = "not a dated name";
  }
  return backup;
}

bool is_worth_opening(const StoredBackup& backup) {
  return backup.state == BackupState::unfinished || backup.problem.empty();
}

/// When the manifest in this folder, which was last modified then, says that its backup was begun.
std::chrono::system_clock::time_point told_by_manifest(const Directory& folder,
                                                       std::chrono::system_clock::time_point modified) {
  const std::string manifest(Manifest::file_name);
  const auto held = folder.facts(manifest);
  if (!held || !S_ISREG(held->st_mode) || static_cast<std::uint64_t>(held->st_size) > Manifest::largest_file) {
    return modified;
  }
  const std::string path = (folder.path() / manifest).string();
  const UniqueFd file = folder.open_file(manifest);
  std::string beginning(4096, '\0');
  beginning.resize(read_some_at(file.get(), 0, beginning, path));
  const auto told = started_at_in_beginning(beginning);
  // A folder's time is that of the end of its backup. Where the two are far apart, something has touched one of them.
  if (told && *told <= modified && modified - *told <= std::chrono::hours(48)) return *told;
  return begun_in(read_whole(file.get(), Manifest::largest_file, path), path).value_or(modified);
}

}  // namespace

std::chrono::system_clock::time_point modification_time(const struct stat& facts) {
  using std::chrono::system_clock;
  constexpr auto last = std::chrono::floor<std::chrono::seconds>(system_clock::time_point::max().time_since_epoch());
  const std::chrono::seconds seconds(facts.st_mtim.tv_sec);
  if (seconds >= last || seconds <= -last) return system_clock::time_point(std::clamp(seconds, -last, last));
  return system_clock::time_point(seconds + std::chrono::nanoseconds(facts.st_mtim.tv_nsec));
}

std::optional<StoredBackup> inspect(const Directory& root, const std::string& name, Look look) {
  StoredBackup backup;
  backup.path = root.path() / name;
  backup.name = name;
  if (DatedName::parse(name)) backup.state = BackupState::unreadable;
  try {
    const auto facts = root.facts(name);
    if (!facts || (DatedName::parse(name) && is_marked_for_removal(*facts))) return std::nullopt;
    backup = named(backup.path, *facts);
    if (is_worth_opening(backup)) {
      const Directory folder = root.open_child(name);
      const bool is_brief = look == Look::brief && backup.state != BackupState::unfinished;
      if (!is_brief || !looks_well(folder, backup)) inspect_contents(folder, backup);
    }
  } catch (const Error& error) {
    // One folder's trouble is what a listing is there to show.
    const bool is_refused = error.kind() == ErrorKind::storage;
    if (backup.state != BackupState::unfinished) {
      backup.state = is_refused ? BackupState::unreadable : BackupState::damaged;
    }
    backup.problem = error.cause();
  }
  return backup;
}

std::optional<Begun> begun_at(const Directory& root, const std::string& name) {
  Begun begun{std::chrono::system_clock::time_point::max(), std::nullopt};
  try {
    const auto facts = root.facts(name);
    if (!facts) return std::nullopt;
    begun.at = modification_time(*facts);
    if (S_ISDIR(facts->st_mode)) begun.at = told_by_manifest(root.open_child(name), begun.at);
  } catch (const Error& error) {
    begun.trouble = error;
  }
  return begun;
}

StoredBackup inspect_path(const std::filesystem::path& path) {
  const std::filesystem::path plain = path.has_filename() ? path : path.parent_path();
  const auto missing = [&](const std::string& cause) {
    return Error(ErrorKind::usage, "find the backup", path.string(), cause,
                 "`mongokeep list --root FOLDER` shows the existing backups");
  };
  const std::string name = plain.filename().string();
  if (name == "." || name == ".." || name.empty()) throw missing("it is not the path of a backup's folder");
  std::error_code error;
  const std::filesystem::path parent =
      std::filesystem::canonical(std::filesystem::absolute(plain).parent_path(), error);
  if (error && !says_absent(error.value())) {
    throw storage_error("find the backup", path.string(), error.value());
  }
  if (error) throw missing(error.message());
  const Directory root = Directory::open(parent);
  if (auto backup = inspect(root, name)) return *std::move(backup);
  throw missing(root.has(name) ? "a clean-up was removing it, and the next run will finish that"
                               : "there is no such folder");
}

}  // namespace mongokeep::archive
