#include "archive/backup_order.h"

#include <algorithm>
#include <utility>

#include "archive/dated_name.h"
#include "archive/inspection.h"
#include "archive/root.h"

namespace mongokeep::archive {

namespace {

using std::chrono::system_clock;

/// The dated names in the root, oldest first.
std::vector<std::string> dated_names(const Directory& root) {
  std::vector<std::pair<system_clock::time_point, std::string>> dated;
  for (std::string& name : root.names()) {
    if (DatedName::parse(name)) dated.emplace_back(begun_at(root, name), std::move(name));
  }
  std::sort(dated.begin(), dated.end());
  std::vector<std::string> names;
  for (auto& [time, name] : dated) names.push_back(std::move(name));
  return names;
}

}  // namespace

system_clock::time_point made_at(const StoredBackup& backup) {
  if (backup.manifest) return backup.manifest->started_at;
  return backup.begun.value_or(backup.modified);
}

bool is_newer(const StoredBackup& left, const StoredBackup& right) {
  return std::pair(made_at(left), std::string_view(left.name)) >
         std::pair(made_at(right), std::string_view(right.name));
}

bool is_misdated(const StoredBackup& backup, system_clock::time_point now) {
  auto last = made_at(backup);
  if (backup.manifest) last = std::max(last, backup.manifest->finished_at);
  if (backup.damaged_head) last = std::max({last, backup.damaged_head->started_at, backup.damaged_head->finished_at});
  return last > now && last - now > std::chrono::days(1);
}

std::optional<BackupHead> newest_head(const std::filesystem::path& root) {
  NewestFirst backups(root);
  while (const auto backup = backups.next()) {
    if (auto head = head_of(*backup)) return head;
  }
  return std::nullopt;
}

NewestFirst::NewestFirst(const std::filesystem::path& root) : root_(open_root(root)), names_(dated_names(root_)) {}

std::optional<StoredBackup> NewestFirst::next() {
  while (!names_.empty()) {
    const std::string name = std::move(names_.back());
    names_.pop_back();
    // A clean-up may have removed it since the names were read.
    if (auto backup = inspect(root_, name)) return backup;
  }
  return std::nullopt;
}

}  // namespace mongokeep::archive
