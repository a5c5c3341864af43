#include "archive/backup_order.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "archive/dated_name.h"
#include "archive/local_folder.h"
#include "archive/root.h"

namespace mongokeep::archive {

using std::chrono::system_clock;

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
  NewestFirst backups(root, Look::brief);
  while (const auto backup = backups.next()) {
    if (auto head = head_of(*backup)) return head;
  }
  return std::nullopt;
}

NewestFirst::NewestFirst(const std::filesystem::path& root, Look look)
    : NewestFirst(std::make_shared<LocalFolder>(open_root(root)), look) {}

NewestFirst::NewestFirst(std::shared_ptr<const ReadableFolder> root, Look look) : root_(std::move(root)), look_(look) {
  for (std::string& name : root_->names()) {
    if (!DatedName::parse(name)) continue;
    // A clean-up may have removed it since the names were read.
    if (auto begun = begun_at(*root_, name)) entries_.push_back({*std::move(begun), std::move(name)});
  }
  std::sort(entries_.begin(), entries_.end(), [](const Entry& left, const Entry& right) {
    return std::tie(left.begun.at, left.name) < std::tie(right.begun.at, right.name);
  });
}

std::optional<StoredBackup> NewestFirst::next() {
  while (!entries_.empty()) {
    const Entry entry = std::move(entries_.back());
    entries_.pop_back();
    auto backup = inspect(*root_, entry.name, look_);
    if (!backup) continue;
    if (entry.begun.trouble && backup->state != BackupState::unreadable) throw *entry.begun.trouble;
    return backup;
  }
  return std::nullopt;
}

}  // namespace mongokeep::archive
