#include "archive/inspection.h"

#include <sys/stat.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "archive/dated_name.h"
#include "archive/folder_survey.h"
#include "archive/local_folder.h"
#include "archive/named_files_check.h"
#include "archive/removal.h"
#include "base/files/file.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

namespace {

/// Nothing where the text is not what its checksum says.
std::optional<std::chrono::system_clock::time_point> begun_in(std::string_view text, const std::string& path) {
  try {
    return started_at_in(text, path);
  } catch (const Error&) {
    // Whoever reads the manifest says what is wrong with it.
    return std::nullopt;
  }
}

/// What the manifest says, its collections no longer than it takes to note their files.
struct ReadManifest {
  Manifest manifest;
  Totals totals;
  std::vector<NamedFile> files;
};

ReadManifest read_manifest(std::string_view text, const std::string& path, Look look) {
  ReadManifest read;
  const auto note = [&](std::string_view file, std::uint64_t bytes) {
    read.files.push_back({std::string(file), bytes});
  };
  if (look == Look::brief) {
    BriefManifest brief = parse_brief_manifest(text, path, note);
    read.manifest = std::move(brief.manifest);
    read.totals = brief.totals;
    return read;
  }
  read.manifest = parse_manifest(text, path);
  read.totals = totals_of(read.manifest);
  for (const CollectionRecord& record : read.manifest.collections) {
    if (!record.file.empty()) note(record.file, record.stored_bytes);
  }
  return read;
}

void take_sizes(const FolderSurvey& found, StoredBackup& backup) {
  backup.stored_bytes = found.stored_bytes;
  backup.files = found.files;
}

/// A dated folder without a manifest: of a store, one that is arriving; otherwise an older system's, if there is
/// nothing but JSON in it.
void judge_without_manifest(const ReadableFolder& folder, const FolderSurvey& found, StoredBackup& backup) {
  if (folder.receives_files()) {
    backup.state = BackupState::unfinished;
    backup.problem = std::string(still_arriving);
  } else if (found.is_only_json) {
    backup.state = BackupState::legacy;
    backup.problem = "no manifest: made by an older system";
  } else {
    backup.problem = "no manifest, and files that are not JSON";
  }
}

/// What can be said while the manifest is not known.
void judge_without_reading(const ReadableFolder& folder, StoredBackup& backup) {
  const FolderSurvey found = survey(folder, {});
  take_sizes(found, backup);
  backup.stranger = found.not_json;
}

void judge_by_manifest(const ReadableFolder& folder, const std::string& text, Look look, StoredBackup& backup) {
  const std::string path = folder.path_of(std::string(Manifest::file_name)).string();
  ReadManifest read;
  try {
    read = read_manifest(text, path, look);
  } catch (const Error&) {
    backup.begun = begun_in(text, path);
    judge_without_reading(folder, backup);
    throw;
  }
  const FolderSurvey found = survey(folder, read.files);
  take_sizes(found, backup);
  backup.stranger = found.unnamed;
  backup.problem = found.problem;
  if (!backup.problem.empty()) {
    backup.begun = read.manifest.started_at;
    backup.damaged_head = head_of(read.manifest);
    return;
  }
  backup.state = read.manifest.status == Status::complete ? BackupState::complete : BackupState::partial;
  backup.totals = read.totals;
  backup.manifest = std::move(read.manifest);
}

void judge_dated(const ReadableFolder& folder, Look look, StoredBackup& backup) {
  const std::string name(Manifest::file_name);
  const auto held = folder.facts(name);
  if (!held) {
    const FolderSurvey found = survey(folder, {});
    take_sizes(found, backup);
    return judge_without_manifest(folder, found, backup);
  }
  backup.state = BackupState::damaged;
  const std::string unfitness = unfitness_of_manifest(*held);
  if (unfitness.empty()) return judge_by_manifest(folder, manifest_text(folder), look, backup);
  judge_without_reading(folder, backup);
  // An empty folder of this name has nothing in it to be told of.
  if (!S_ISREG(held->st_mode) && backup.stranger.empty()) backup.stranger = name;
  backup.problem = name + ": " + unfitness;
}

/// The shorter way for a backup that is as it ought to be: false, with nothing learned, where it may not be, or the
/// manifest is not laid out as ours are.
bool judge_briefly(const ReadableFolder& folder, StoredBackup& backup) {
  const std::string name(Manifest::file_name);
  const auto held = folder.facts(name);
  if (!held || !unfitness_of_manifest(*held).empty()) return false;
  const std::string text = manifest_text(folder);
  NamedFilesCheck check(folder);
  std::optional<BriefManifest> brief =
      scan_manifest(text, [&](std::string_view file, std::uint64_t stored_bytes) { check.take(file, stored_bytes); });
  if (!brief || !check.is_all_there()) return false;
  backup.state = brief->manifest.status == Status::complete ? BackupState::complete : BackupState::partial;
  backup.stored_bytes = check.stored_bytes() + static_cast<std::uint64_t>(held->st_size);
  backup.files = check.files();
  backup.totals = brief->totals;
  backup.manifest = std::move(brief->manifest);
  return true;
}

bool looks_well(const ReadableFolder& folder, StoredBackup& backup) {
  try {
    return judge_briefly(folder, backup);
  } catch (const Error&) {
    // Whoever looks at all of it says what is wrong.
    return false;
  }
}

/// Looks into a folder whose name says that it is, or will be, a backup.
void inspect_contents(const ReadableFolder& folder, Look look, StoredBackup& backup) {
  if (backup.state == BackupState::unfinished) {
    take_sizes(survey(folder, {}), backup);
  } else if (look == Look::whole || !looks_well(folder, backup)) {
    judge_dated(folder, look, backup);
  }
}

/// What the entry is, by its name and kind; its contents are still to be looked at.
StoredBackup named(const std::filesystem::path& path, const std::string& name, const struct stat& facts) {
  StoredBackup backup;
  backup.path = path;
  backup.name = name;
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
std::chrono::system_clock::time_point told_by_manifest(const ReadableFolder& folder,
                                                       std::chrono::system_clock::time_point modified) {
  const std::string manifest(Manifest::file_name);
  const auto held = folder.facts(manifest);
  if (!held || !unfitness_of_manifest(*held).empty()) return modified;
  const std::unique_ptr<ReadableFile> file = folder.open_file(manifest);
  std::string beginning(static_cast<std::size_t>(std::min<std::uint64_t>(4096, file->size())), '\0');
  file->read_at(0, beginning);
  const auto told = started_at_in_beginning(beginning);
  // A folder's time is that of the end of its backup. Where the two are far apart, something has touched one of them.
  if (told && *told <= modified && modified - *told <= std::chrono::hours(48)) return *told;
  return begun_in(manifest_text(folder), folder.path_of(manifest).string()).value_or(modified);
}

Error no_such_backup(const std::filesystem::path& path, const std::string& cause) {
  return Error(ErrorKind::usage, "find the backup", path.string(), cause,
               "`mongokeep list --root FOLDER` shows the existing backups");
}

StoredBackup inspect_in(const ReadableFolder& root, const std::string& name, const std::filesystem::path& named) {
  if (auto backup = inspect(root, name)) return *std::move(backup);
  throw no_such_backup(named, root.facts(name) ? "a clean-up was removing it, and the next run will finish that"
                                               : "there is no such folder");
}

}  // namespace

std::string unfitness_of_manifest(const struct stat& facts) {
  if (S_ISLNK(facts.st_mode)) return "it is a symbolic link";
  if (!S_ISREG(facts.st_mode)) return "it is not a regular file";
  return static_cast<std::uint64_t>(facts.st_size) > Manifest::largest_file ? "it is too large for a manifest" : "";
}

std::string manifest_text(const ReadableFolder& folder) {
  const std::string name(Manifest::file_name);
  std::string text = whole_text(folder, name, Manifest::largest_file);
  // A store that gave wrong bytes once may give the right ones the next time.
  if (!folder.receives_files() || begun_in(text, folder.path_of(name).string())) return text;
  // Not two of them at a time: it may be long.
  text = std::string();
  return whole_text(folder, name, Manifest::largest_file);
}

std::chrono::system_clock::time_point modification_time(const struct stat& facts) {
  using std::chrono::system_clock;
  constexpr auto last = std::chrono::floor<std::chrono::seconds>(system_clock::time_point::max().time_since_epoch());
  const std::chrono::seconds seconds(facts.st_mtim.tv_sec);
  if (seconds >= last || seconds <= -last) return system_clock::time_point(std::clamp(seconds, -last, last));
  return system_clock::time_point(seconds + std::chrono::nanoseconds(facts.st_mtim.tv_nsec));
}

std::optional<StoredBackup> inspect(const ReadableFolder& root, const std::string& name, Look look) {
  StoredBackup backup;
  backup.path = root.path_of(name);
  backup.name = name;
  try {
    const auto facts = root.facts(name);
    if (!facts || (DatedName::parse(name) && is_marked_for_removal(*facts))) return std::nullopt;
    backup = named(backup.path, name, *facts);
    if (is_worth_opening(backup)) {
      inspect_contents(*root.open_child(name), look, backup);
    }
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::stopped) throw;
    // One folder's trouble is what a listing is there to show.
    const bool is_refused = error.kind() == ErrorKind::storage;
    if (backup.state != BackupState::unfinished) {
      backup.state = is_refused ? BackupState::unreadable : BackupState::damaged;
    }
    backup.problem = error.cause();
  }
  return backup;
}

std::optional<Begun> begun_at(const ReadableFolder& root, const std::string& name) {
  Begun begun{std::chrono::system_clock::time_point::max(), std::nullopt};
  try {
    const auto facts = root.facts(name);
    if (!facts) return std::nullopt;
    begun.at = modification_time(*facts);
    if (S_ISDIR(facts->st_mode)) begun.at = told_by_manifest(*root.open_child(name), begun.at);
  } catch (const Error& error) {
    begun.trouble = error;
  }
  return begun;
}

StoredBackup inspect_path(const std::filesystem::path& path) {
  const std::filesystem::path plain = path.has_filename() ? path : path.parent_path();
  const std::string name = plain.filename().string();
  if (name == "." || name == ".." || name.empty()) {
    throw no_such_backup(path, "it is not the path of a backup's folder");
  }
  std::error_code error;
  const std::filesystem::path parent =
      std::filesystem::canonical(std::filesystem::absolute(plain).parent_path(), error);
  if (error && !says_absent(error.value())) {
    throw storage_error("find the backup", path.string(), error.value());
  }
  if (error) throw no_such_backup(path, error.message());
  return inspect_in(LocalFolder(Directory::open(parent)), name, path);
}

StoredBackup inspect_place(const BackupPlace& place) {
  return place.root ? inspect_in(*place.root, place.name, place.path) : inspect_path(place.path);
}

}  // namespace mongokeep::archive
