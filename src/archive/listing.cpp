#include "archive/listing.h"

#include <algorithm>
#include <string>
#include <utility>

#include "archive/backup_order.h"
#include "archive/dated_name.h"
#include "archive/root.h"

namespace mongokeep::archive {

std::vector<StoredBackup> list_backups(const std::filesystem::path& root, Look look) {
  return list_backups(open_root(root), look);
}

std::vector<StoredBackup> list_backups(const Directory& root, Look look) {
  std::vector<StoredBackup> backups;
  for (const std::string& name : root.names()) {
    if (name.starts_with('.') && !DatedName::parse_unfinished(name)) continue;
    // What a running backup has renamed, or a clean-up removed, since the names were read is not there any more.
    if (auto backup = inspect(root, name, look)) backups.push_back(*std::move(backup));
  }
  std::sort(backups.begin(), backups.end(), [](const StoredBackup& left, const StoredBackup& right) {
    const bool left_foreign = left.state == BackupState::foreign;
    const bool right_foreign = right.state == BackupState::foreign;
    return left_foreign != right_foreign ? right_foreign : is_newer(right, left);
  });
  return backups;
}

}  // namespace mongokeep::archive
