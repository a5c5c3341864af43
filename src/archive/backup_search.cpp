#include "archive/backup_search.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "archive/backup_order.h"
#include "archive/dated_name.h"
#include "archive/root.h"
#include "base/text/shell_word.h"
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

/// What is there instead.
Error not_found(const Directory& root, const std::string& wanted, const std::string& cause) {
  std::vector<std::string> names;
  NewestFirst backups(root.path());
  while (names.size() < most_named) {
    const auto backup = backups.next();
    if (!backup) break;
    if (is_ours(*backup)) names.push_back(backup->name);
  }
  return Error(ErrorKind::usage, "find the backup", wanted,
               fmt::format("there is {} in {}", cause, root.path().string()),
               names.empty() ? "There are no backups in that folder"
                             : fmt::format("The newest backups there: {}", fmt::join(names, ", ")));
}

std::filesystem::path latest(const std::filesystem::path& root, std::chrono::system_clock::time_point now, Log& log,
                             const std::string& usual_mark) {
  BackupSearch search(now, usual_mark);
  NewestFirst backups(root);
  while (auto backup = backups.next()) {
    if (!search.goes_on(*std::move(backup))) break;
  }
  const std::vector<std::string> passed_over = search.passed_over();
  const StoredBackup* found = search.found();
  if (found == nullptr) {
    throw not_found(open_root(root), "latest",
                    passed_over.empty() ? "no complete backup"
                                        : fmt::format("no complete backup ({})", fmt::join(passed_over, "; ")));
  }
  for (const std::string& sentence : passed_over) {
    log.warning("`latest` skips a newer backup", {{"reason", sentence}, {"latest", found->path.string()}});
  }
  return found->path;
}

/// A dated name with a slash at its end is what a shell completes: still a name under the root.
std::string without_completed_slash(std::string wanted) {
  if (wanted.ends_with('/') && DatedName::parse(wanted.substr(0, wanted.size() - 1))) wanted.pop_back();
  return wanted;
}

bool is_path(const std::string& wanted) {
  return wanted.find('/') != std::string::npos;
}

std::filesystem::path path_of(const std::filesystem::path& root, const std::string& wanted) {
  if (is_path(wanted)) return wanted;
  const Directory folder = open_root(root);
  const bool is_name = !wanted.starts_with('.') || DatedName::parse_unfinished(wanted);
  if (is_name && folder.has(wanted)) return folder.path() / wanted;
  throw not_found(folder, wanted, "no backup of that name");
}

}  // namespace

std::filesystem::path find_backup(const std::filesystem::path& root, const std::string& given,
                                  std::chrono::system_clock::time_point now, Log& log, const std::string& usual_mark) {
  const std::string wanted = without_completed_slash(given);
  if (wanted == "latest") return latest(root, now, log, usual_mark);
  std::filesystem::path path = path_of(root, wanted);
  std::error_code missing;
  if (std::filesystem::symlink_status(path, missing).type() == std::filesystem::file_type::not_found) {
    throw Error(ErrorKind::usage, "find the backup", path.string(), "there is no such folder",
                "`mongokeep list --root " + shell_word(std::filesystem::absolute(path).parent_path().string()) +
                    "` shows the existing backups");
  }
  return path;
}

std::filesystem::path root_of(const std::filesystem::path& root, const std::string& wanted) {
  if (!is_path(without_completed_slash(wanted))) return root;
  const std::filesystem::path path = std::filesystem::absolute(wanted).lexically_normal();
  return (path.has_filename() ? path : path.parent_path()).parent_path();
}

}  // namespace mongokeep::archive
