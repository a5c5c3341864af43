#include "archive/listing.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "archive/dated_name.h"
#include "archive/root.h"
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

/// The file's time, or the last that the clock's type can hold.
std::chrono::system_clock::time_point modification_time(const struct stat& facts) {
  using std::chrono::system_clock;
  constexpr auto last = std::chrono::floor<std::chrono::seconds>(system_clock::time_point::max().time_since_epoch());
  const std::chrono::seconds seconds(facts.st_mtim.tv_sec);
  return system_clock::time_point(std::clamp(seconds, -last, last));
}

/// What is wrong with the files that the manifest names; empty when nothing is.
std::string missing_part(const Manifest& manifest, const Contents& contents) {
  for (const CollectionRecord& record : manifest.collections) {
    if (record.file.empty()) continue;
    const auto found = contents.find(record.file);
    if (found == contents.end() || !found->second) return fmt::format("{} is not there", record.file);
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

/// A dated folder without a manifest: an older system's, if there is nothing but JSON in it.
void judge_without_manifest(const Contents& contents, StoredBackup& backup) {
  const auto is_json = [](const auto& entry) {
    return entry.second && has_name_of_json(entry.first) && entry.first.find('/') == std::string::npos;
  };
  if (!contents.empty() && std::all_of(contents.begin(), contents.end(), is_json)) {
    backup.standing = Standing::legacy;
    backup.problem = "no manifest: made by an older system";
  } else {
    backup.problem = "no manifest, and not only JSON files in it";
  }
}

void judge_dated(const Directory& folder, const Contents& contents, StoredBackup& backup) {
  const std::string name(Manifest::file_name);
  if (!contents.contains(name)) return judge_without_manifest(contents, backup);
  const std::string path = (folder.path() / name).string();
  backup.standing = Standing::damaged;
  backup.stranger = first_stranger(contents, has_name_of_json);
  if (contents.at(name).value_or(0) > Manifest::largest_file) {
    backup.problem = "its manifest is larger than any";
    return;
  }
  Manifest manifest = parse_manifest(read_whole(folder.open_file(name).get(), Manifest::largest_file, path), path);
  backup.finished_at = manifest.finished_at;
  backup.stranger = stranger_to(manifest, contents);
  backup.problem = missing_part(manifest, contents);
  if (!backup.problem.empty()) return;
  backup.standing = manifest.status == Status::complete ? Standing::complete : Standing::partial;
  backup.manifest = std::move(manifest);
}

/// Looks into a folder whose name says that it is, or will be, a backup.
void inspect_contents(const Directory& folder, StoredBackup& backup) {
  Contents contents;
  add_contents(folder, "", contents);
  for (const auto& [name, size] : contents) backup.stored_bytes += size.value_or(0);
  backup.files = contents.size() - (contents.contains(std::string(Manifest::file_name)) ? 1 : 0);
  if (backup.standing != Standing::unfinished) judge_dated(folder, contents, backup);
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
    backup.standing = Standing::unfinished;
    backup.problem = "running, or left over by a run that died";
  } else if (!DatedName::parse(backup.name)) {
    backup.problem = "not a dated name";
  }
  return backup;
}

bool is_worth_opening(const StoredBackup& backup) {
  return backup.standing == Standing::unfinished || backup.problem.empty();
}

StoredBackup inspect(const Directory& root, const std::string& name, const struct stat& facts) {
  StoredBackup backup = named(root.path() / name, facts);
  if (!is_worth_opening(backup)) return backup;
  try {
    inspect_contents(root.open_child(name), backup);
  } catch (const Error& error) {
    // One folder's trouble is what a listing is there to show.
    const bool is_refused = error.kind() == ErrorKind::storage;
    if (backup.standing != Standing::unfinished) {
      backup.standing = is_refused ? Standing::unreadable : Standing::damaged;
    }
    backup.problem = error.cause();
  }
  return backup;
}

bool comes_before(const StoredBackup& left, const StoredBackup& right) {
  const bool left_foreign = left.standing == Standing::foreign;
  const bool right_foreign = right.standing == Standing::foreign;
  if (left_foreign != right_foreign) return right_foreign;
  const auto left_time = made_at(left);
  const auto right_time = made_at(right);
  return left_time != right_time ? left_time < right_time : left.name < right.name;
}

/// The dated names in the root, oldest first.
std::vector<std::string> dated_names(const Directory& root) {
  std::vector<std::tuple<std::chrono::system_clock::time_point, int, std::string>> dated;
  for (std::string& text : root.names()) {
    if (const auto name = DatedName::parse(text)) dated.emplace_back(name->as_utc(), name->number, std::move(text));
  }
  std::sort(dated.begin(), dated.end());
  std::vector<std::string> names;
  for (auto& [time, number, text] : dated) names.push_back(std::move(text));
  return names;
}

/// A backup by its own path, wherever it lies. Links on the way to its parent are the caller's affair.
StoredBackup inspect_path(const std::filesystem::path& path) {
  std::error_code error;
  const std::filesystem::path parent = std::filesystem::canonical(path / "..", error);
  if (error) {
    throw Error(ErrorKind::usage, "find the backup", path.string(), error.message(),
                "`mongokeep list --root FOLDER` shows what is there");
  }
  const Directory folder = Directory::open(path);
  const std::string name = folder.path().filename().string();
  const Directory above = Directory::open(parent);
  const auto facts = above.facts(name);
  if (!facts) throw Error(ErrorKind::usage, "find the backup", path.string(), "it is not a folder's own path");
  return inspect(above, name, *facts);
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
               fmt::format("there is {} in {}", wanted == "latest" ? "no complete one" : "none of that name",
                           std::filesystem::absolute(root).string()),
               hint);
}

/// A dated name with a slash at its end is what a shell completes: still a name under the root.
std::string without_completed_slash(std::string wanted) {
  if (wanted.ends_with('/') && DatedName::parse(wanted.substr(0, wanted.size() - 1))) wanted.pop_back();
  return wanted;
}

bool is_path(const std::string& wanted) {
  return wanted.find('/') != std::string::npos;
}

}  // namespace

std::chrono::system_clock::time_point made_at(const StoredBackup& backup) {
  if (backup.manifest) return backup.manifest->started_at;
  auto name = DatedName::parse(backup.name);
  if (!name) name = DatedName::parse_unfinished(backup.name);
  return name ? name->as_utc() : backup.modified;
}

std::vector<StoredBackup> list_backups(const std::filesystem::path& root) {
  return list_backups(open_root(root));
}

std::vector<StoredBackup> list_backups(const Directory& root) {
  std::vector<StoredBackup> backups;
  for (const std::string& name : root.names()) {
    if (name.starts_with('.') && !DatedName::parse_unfinished(name)) continue;
    // What a running backup has renamed, or a clean-up removed, since the names were read is not there any more.
    if (const auto facts = root.facts(name)) backups.push_back(inspect(root, name, *facts));
  }
  std::sort(backups.begin(), backups.end(), comes_before);
  return backups;
}

NewestFirst::NewestFirst(const std::filesystem::path& root) : root_(open_root(root)), names_(dated_names(root_)) {}

std::optional<StoredBackup> NewestFirst::next() {
  while (!names_.empty()) {
    const std::string name = std::move(names_.back());
    names_.pop_back();
    // A clean-up may have removed it since the names were read.
    if (const auto facts = root_.facts(name)) return inspect(root_, name, *facts);
  }
  return std::nullopt;
}

bool is_from_the_future(const StoredBackup& backup, std::chrono::system_clock::time_point now) {
  auto dated = made_at(backup);
  if (backup.manifest) dated = std::max(dated, backup.manifest->finished_at);
  return dated > now && dated - now > std::chrono::days(1);
}

StoredBackup find_backup(const std::filesystem::path& root, const std::string& given) {
  const std::string wanted = without_completed_slash(given);
  if (is_path(wanted)) return inspect_path(wanted);
  const std::vector<StoredBackup> backups = list_backups(root);
  const auto fits = [&](const StoredBackup& backup) {
    return wanted == "latest" ? backup.standing == Standing::complete : backup.name == wanted;
  };
  const auto newest = std::find_if(backups.rbegin(), backups.rend(), fits);
  if (newest == backups.rend()) throw not_found(root, wanted, backups);
  return *newest;
}

std::filesystem::path locate_backup(const std::filesystem::path& root, const std::string& given) {
  const std::string wanted = without_completed_slash(given);
  return is_path(wanted) ? std::filesystem::path(wanted) : find_backup(root, wanted).path;
}

}  // namespace mongokeep::archive
