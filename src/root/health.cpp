#include "root/health.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "archive/backup_order.h"
#include "archive/backup_place.h"
#include "base/text/quantity.h"
#include "base/text/shell_word.h"
#include "base/text/word_list.h"
#include "root/backup_entry.h"

namespace mongokeep::root {

namespace {

using archive::CollectionRecord;
using archive::StoredBackup;

/// In a sentence; the whole list is in `mongokeep list` and `mongokeep show`.
constexpr std::size_t most_named = 3;

/// "a, b and c", "a, b, c and 7 more".
std::string enumeration(std::vector<std::string> names) {
  const std::size_t count = names.size();
  if (count > most_named) {
    names.resize(most_named);
    names.push_back(fmt::format("{} more", count - most_named));
  }
  return listed(names, "and");
}

/// What keeps the backup from being complete.
std::string shortcoming(const StoredBackup& backup) {
  if (backup.state == BackupState::unreadable) return fmt::format("cannot be read: {}", backup.problem);
  if (backup.state != BackupState::partial) return fmt::format("is damaged: {}", backup.problem);
  std::vector<std::string> lacking;
  for (const CollectionRecord& record : backup.manifest->collections) {
    if (record.error.empty()) continue;
    lacking.push_back(record.database.empty() ? record.name : record.database + "." + record.name);
  }
  return lacking.empty() ? "is partial" : fmt::format("is partial: {} failed", enumeration(std::move(lacking)));
}

/// Whether `latest` is an error: an older one does not give way for one that is damaged.
bool is_latest_broken(const Evidence& evidence) {
  return evidence.newest_failed && archive::is_broken(*evidence.newest_failed);
}

/// A backup that cannot be looked into may be whole.
ErrorKind kind_of_breach(const StoredBackup& broken) {
  return broken.state == BackupState::unreadable ? ErrorKind::storage : ErrorKind::damaged;
}

std::string cause_of(const Evidence& evidence, std::chrono::seconds age, std::chrono::seconds max_age) {
  std::string cause =
      evidence.newest_complete && age <= max_age
          ? fmt::format("the newest complete backup, {}, is {} old", evidence.newest_complete->name, age_text(age))
      : evidence.newest_complete ? fmt::format("the newest complete backup, {}, is {} old; the limit is {}",
                                               evidence.newest_complete->name, age_text(age), age_text(max_age))
                                 : "there is no complete backup";
  if (evidence.newest_failed) {
    cause += fmt::format("; {} {}", evidence.newest_failed->name, shortcoming(*evidence.newest_failed));
  }
  if (evidence.newest_part) {
    cause += fmt::format("; {} contains only selected collections", evidence.newest_part->name);
  }
  if (evidence.legacy > 0) {
    cause += fmt::format("; {} without a manifest, made by an older system, {} not count", evidence.legacy,
                         evidence.legacy == 1 ? "does" : "do");
  }
  if (!evidence.from_the_future.empty()) {
    cause += fmt::format("; not counted, because dated in the future: {}", enumeration(evidence.from_the_future));
  }
  return cause;
}

std::string hint_for(const Evidence& evidence, const std::filesystem::path& root) {
  const auto store = archive::name_in_store(root.string());
  if (evidence.newest_failed) {
    const std::string& name = evidence.newest_failed->name;
    return fmt::format("See `mongokeep show {}` and the log of that run",
                       store ? root.string() + name : name + " --root " + shell_word(root.string()));
  }
  if (!evidence.from_the_future.empty()) return "Check the clock of this machine and the log of the last runs";
  if (evidence.newest_complete) return "Check that the schedule is running, and read the log of the last runs";
  if (store) return "Ship a backup with `mongokeep push --store " + store->store + "`";
  return "Make a backup with `mongokeep backup --root " + shell_word(root.string()) +
         "`, or name the folder of the backups with --root";
}

std::chrono::seconds age_of(const StoredBackup& backup, std::chrono::system_clock::time_point now) {
  const auto age = std::chrono::ceil<std::chrono::seconds>(now - backup.manifest->finished_at);
  // A clock that was set back a little since makes nothing unborn.
  return std::max(age, std::chrono::seconds(0));
}

}  // namespace

bool Evidence::add(StoredBackup backup, std::chrono::system_clock::time_point now) {
  if (!is_ours(backup)) return true;
  if (is_misdated(backup, now)) {
    from_the_future.push_back(std::move(backup.name));
  } else if (backup.state == BackupState::complete) {
    const bool has_all = head_of(backup)->subject.is_whole_for(chosen_mark);
    std::optional<StoredBackup>& place = has_all ? newest_complete : newest_part;
    if (place) return !newest_complete;
    if (!has_all) {
      failed_before_part = newest_failed;
      legacy_before_part = legacy;
    }
    place = std::move(backup);
  } else if (backup.state == BackupState::legacy) {
    ++legacy;
  } else if (!newest_failed) {
    newest_failed = std::move(backup);
  }
  return !newest_complete;
}

Evidence gather_evidence(std::shared_ptr<const archive::ReadableFolder> root, const std::string& chosen_mark,
                         std::chrono::system_clock::time_point now) {
  Evidence evidence;
  evidence.chosen_mark = chosen_mark;
  archive::NewestFirst backups(std::move(root));
  while (std::optional<archive::StoredBackup> backup = backups.next()) {
    if (!evidence.add(std::move(*backup), now)) break;
  }
  return evidence;
}

HealthReport judge_health(Evidence evidence, std::chrono::system_clock::time_point now, std::chrono::seconds max_age,
                          const std::filesystem::path& root) {
  HealthReport health;
  if (!evidence.newest_complete && evidence.newest_part) {
    evidence.newest_complete = std::exchange(evidence.newest_part, std::nullopt);
    evidence.newest_failed = std::move(evidence.failed_before_part);
    evidence.legacy = evidence.legacy_before_part;
  }
  if (evidence.newest_complete) health.age = age_of(*evidence.newest_complete, now);
  if (!evidence.newest_complete || health.age > max_age || is_latest_broken(evidence)) {
    const ErrorKind kind = is_latest_broken(evidence) ? kind_of_breach(*evidence.newest_failed) : ErrorKind::missing;
    health.trouble = Error(kind, "rely on the backups in", root.string(), cause_of(evidence, health.age, max_age),
                           hint_for(evidence, root));
  }
  if (evidence.newest_complete) health.newest_complete = entry_of(*evidence.newest_complete);
  return health;
}

}  // namespace mongokeep::root
