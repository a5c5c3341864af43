#include "archive/backup_search.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "archive/backup_order.h"
#include "archive/dated_name.h"
#include "archive/local_folder.h"
#include "archive/root.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

namespace {

/// In a sentence.
constexpr std::size_t most_named = 3;

/// Looks for `latest`, from the newest backup on.
class BackupSearch {
 public:
  BackupSearch(std::chrono::system_clock::time_point now, const std::string& usual_mark)
      : now_(now), usual_mark_(usual_mark) {}

  /// False once no older one can change anything.
  bool goes_on(StoredBackup backup) {
    if (is_misdated(backup, now_)) {
      pass_over(backup, "is dated in the future: some clock is or was wrong");
    } else if (backup.state == BackupState::complete || is_broken(backup)) {
      consider(std::move(backup));
    } else if (backup.state == BackupState::partial) {
      pass_over(backup, "is partial");
    } else {
      pass_over(backup, "cannot be used: " + backup.problem);
    }
    return !whole_;
  }

  /// Null when there is none. A damaged one of which nothing is known counts as whole, except where all that can be
  /// read is of chosen collections: old damage must not hide those.
  const StoredBackup* found() const {
    if (whole_) return unknown_ ? &*unknown_ : &*whole_;
    return part_ ? &*part_ : nullptr;
  }

  /// What is newer than found(), or all there is, each with why it was passed over.
  std::vector<std::string> passed_over() const {
    const StoredBackup* chosen = found();
    std::vector<std::string> sentences;
    for (const auto& [name, why] : seen_) {
      if (chosen != nullptr && chosen->name == name) break;
      sentences.push_back(name + " " + why);
    }
    if (sentences.size() <= most_named) return sentences;
    const std::size_t more = sentences.size() - most_named;
    sentences.resize(most_named);
    sentences.push_back(fmt::format("and {} more", more));
    return sentences;
  }

 private:
  void pass_over(const StoredBackup& backup, std::string why) { seen_.emplace_back(backup.name, std::move(why)); }

  void consider(StoredBackup backup) {
    const std::optional<BackupHead> head = head_of(backup);
    if (!head) {
      pass_over(backup, "is damaged, and its contents are unknown");
      // Behind a good one of chosen collections it has to be seen first whether there are others.
      std::optional<StoredBackup>& place = part_ ? unknown_ : whole_;
      if (!place) place = std::move(backup);
      return;
    }
    pass_over(backup, "contains only selected collections");
    std::optional<StoredBackup>& place = head->subject.is_whole_for(usual_mark_) ? whole_ : part_;
    if (!place) place = std::move(backup);
  }

  std::chrono::system_clock::time_point now_;
  const std::string& usual_mark_;
  std::optional<StoredBackup> whole_;
  std::optional<StoredBackup> part_;     ///< the newest of chosen collections
  std::optional<StoredBackup> unknown_;  ///< the newest damaged one behind it, of which nothing is known
  std::vector<std::pair<std::string, std::string>> seen_;  ///< name and why it would not do, newest first
};

using Root = std::shared_ptr<const ReadableFolder>;

/// What is there instead.
Error not_found(const Root& root, const std::string& wanted, const std::string& cause) {
  std::vector<std::string> names;
  bool has_any = false;
  NewestFirst backups(root);
  while (names.size() < most_named) {
    const auto backup = backups.next();
    if (!backup) break;
    has_any = true;
    if (is_ours(*backup)) names.push_back(backup->name);
  }
  return Error(ErrorKind::usage, "find the backup", wanted,
               fmt::format("there is {} in {}", cause, root->path().string()),
               names.empty() ? has_any ? "None of the folders there is a backup" : "There are no backups there"
                             : fmt::format("The newest backups there: {}", fmt::join(names, ", ")));
}

/// Its name in the root.
std::string latest(const Root& root, std::chrono::system_clock::time_point now, Log& log,
                   const std::string& usual_mark) {
  BackupSearch search(now, usual_mark);
  NewestFirst backups(root);
  while (auto backup = backups.next()) {
    if (!search.goes_on(*std::move(backup))) break;
  }
  const std::vector<std::string> passed_over = search.passed_over();
  const StoredBackup* found = search.found();
  if (found == nullptr) {
    throw not_found(root, "latest",
                    passed_over.empty() ? "no complete backup"
                                        : fmt::format("no complete backup ({})", fmt::join(passed_over, "; ")));
  }
  for (const std::string& sentence : passed_over) {
    log.warning("`latest` skips a newer backup", {{"reason", sentence}, {"latest", found->path.string()}});
  }
  return found->name;
}

/// Of what is named in a root, and is no path.
std::string name_in(const Root& root, const std::string& wanted, std::chrono::system_clock::time_point now, Log& log,
                    const std::string& usual_mark) {
  if (wanted == "latest") return latest(root, now, log, usual_mark);
  const bool is_name = !wanted.empty() && wanted.find('/') == std::string::npos &&
                       (!wanted.starts_with('.') || DatedName::parse_unfinished(wanted));
  if (is_name && root->facts(wanted)) return wanted;
  throw not_found(root, wanted, "no backup of that name");
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

std::filesystem::path find_backup(const std::filesystem::path& root, const std::string& given,
                                  std::chrono::system_clock::time_point now, Log& log, const std::string& usual_mark) {
  const std::string wanted = without_completed_slash(given);
  if (!is_path(wanted)) {
    const auto folder = std::make_shared<LocalFolder>(open_root(root));
    return folder->path_of(name_in(folder, wanted, now, log, usual_mark));
  }
  const std::filesystem::path path = wanted;
  std::error_code missing;
  if (std::filesystem::symlink_status(path, missing).type() == std::filesystem::file_type::not_found) {
    throw Error(ErrorKind::usage, "find the backup", path.string(), "there is no such folder",
                list_command(std::filesystem::absolute(path)) + " shows the existing backups");
  }
  return path;
}

BackupPlace find_backup(const BackupRoots& roots, const std::string& wanted, std::chrono::system_clock::time_point now,
                        Log& log, const std::string& usual_mark) {
  const auto in_store = roots.open_store ? name_in_store(wanted) : std::nullopt;
  if (!in_store) return {find_backup(roots.local, wanted, now, log, usual_mark), nullptr, {}};
  const Root root = roots.open_store(in_store->store);
  const std::string name = name_in(root, in_store->backup, now, log, usual_mark);
  return {root->path_of(name), root, name};
}

std::filesystem::path root_of(const std::filesystem::path& root, const std::string& wanted) {
  if (!is_path(without_completed_slash(wanted))) return root;
  const std::filesystem::path path = std::filesystem::absolute(wanted).lexically_normal();
  return (path.has_filename() ? path : path.parent_path()).parent_path();
}

}  // namespace mongokeep::archive
