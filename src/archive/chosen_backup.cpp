#include "archive/chosen_backup.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "archive/backup_order.h"
#include "archive/dated_name.h"
#include "archive/root.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

namespace {

/// In a sentence.
constexpr std::size_t most_named = 3;

/// Looks for `latest`, from the newest backup on.
class Search {
 public:
  explicit Search(std::chrono::system_clock::time_point now) : now_(now) {}

  /// False once no older one can change anything.
  bool goes_on(StoredBackup backup) {
    if (!is_ours(backup)) return true;
    if (is_misdated(backup, now_)) {
      pass_over(backup, "is dated in the future: a clock was wrong");
    } else if (backup.standing == Standing::partial) {
      pass_over(backup, "is partial");
    } else if (backup.standing != Standing::legacy) {
      consider(std::move(backup));
    }
    return !whole_;
  }

  /// Null when there is none.
  const StoredBackup* found() const { return whole_ ? &*whole_ : part_ ? &*part_ : nullptr; }

  /// Newer ones, each with why it was passed over.
  std::vector<std::string> passed_over() const {
    std::vector<std::string> sentences = passed_over_;
    if (whole_ && part_) sentences.push_back(part_->name + " is of chosen collections only");
    return sentences;
  }

 private:
  void pass_over(const StoredBackup& backup, const char* why) {
    if (!part_) passed_over_.push_back(backup.name + " " + why);
  }

  /// What a damaged one was of may not be known. Then it counts as whole, unless a good one of chosen collections is
  /// newer: where there are only such, old damage must not hide them.
  void consider(StoredBackup backup) {
    const std::optional<BackupHead> head = head_of(backup);
    const bool is_whole = head ? head->subject.is_whole : !part_;
    std::optional<StoredBackup>& place = is_whole ? whole_ : part_;
    if (!place) place = std::move(backup);
  }

  std::chrono::system_clock::time_point now_;
  std::optional<StoredBackup> whole_;
  std::optional<StoredBackup> part_;  ///< the newest of chosen collections
  std::vector<std::string> passed_over_;
};

/// What is there instead.
Error not_found(const Directory& root, const std::string& wanted, const char* cause) {
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
                             : fmt::format("The newest there: {}", fmt::join(names, ", ")));
}

std::filesystem::path latest(const std::filesystem::path& root, std::chrono::system_clock::time_point now, Log& log) {
  Search search(now);
  NewestFirst backups(root);
  while (auto backup = backups.next()) {
    if (!search.goes_on(*std::move(backup))) break;
  }
  if (const StoredBackup* found = search.found()) {
    for (const std::string& sentence : search.passed_over()) {
      log.warning("A newer backup is not the latest", {{"reason", sentence}, {"latest", found->path.string()}});
    }
    return found->path;
  }
  throw not_found(open_root(root), "latest", "no complete one");
}

/// A dated name with a slash at its end is what a shell completes: still a name under the root.
std::string without_completed_slash(std::string wanted) {
  if (wanted.ends_with('/') && DatedName::parse(wanted.substr(0, wanted.size() - 1))) wanted.pop_back();
  return wanted;
}

std::filesystem::path path_of(const std::filesystem::path& root, const std::string& wanted) {
  if (wanted.find('/') != std::string::npos) return wanted;
  const Directory folder = open_root(root);
  const bool is_name = !wanted.starts_with('.') || DatedName::parse_unfinished(wanted);
  if (is_name && folder.has(wanted)) return folder.path() / wanted;
  throw not_found(folder, wanted, "none of that name");
}

}  // namespace

std::filesystem::path chosen_backup(const std::filesystem::path& root, const std::string& given,
                                    std::chrono::system_clock::time_point now, Log& log) {
  const std::string wanted = without_completed_slash(given);
  if (wanted == "latest") return latest(root, now, log);
  std::filesystem::path path = path_of(root, wanted);
  std::error_code missing;
  if (std::filesystem::symlink_status(path, missing).type() == std::filesystem::file_type::not_found) {
    throw Error(ErrorKind::usage, "find the backup", path.string(), "there is no such folder",
                "`mongokeep list` shows the backups that are there");
  }
  return path;
}

}  // namespace mongokeep::archive
