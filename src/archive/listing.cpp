#include "archive/listing.h"

#include <algorithm>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "archive/backup_order.h"
#include "archive/dated_name.h"
#include "archive/local_folder.h"
#include "archive/root.h"
#include "base/log.h"
#include "base/parallel_work.h"
#include "base/text/counted.h"

namespace mongokeep::archive {

namespace {

/// Not worth another thread.
constexpr std::size_t few = 4;

}  // namespace

std::vector<StoredBackup> list_backups(const std::filesystem::path& root, Look look) {
  return list_backups(LocalFolder(open_root(root)), look);
}

std::vector<StoredBackup> list_backups(const ReadableFolder& root, Look look) {
  std::vector<std::string> names = root.names();
  std::erase_if(names,
                [](const std::string& name) { return name.starts_with('.') && !DatedName::parse_unfinished(name); });
  std::vector<std::optional<StoredBackup>> looked_at(names.size());
  const Worker look_at = [&](std::size_t number, const std::stop_token&) {
    looked_at[number] = inspect(root, names[number], look);
  };
  // Nearly all of the time is the system's, looking for one file after the other.
  Log nobody([](const LogEntry&) {}, [] { return std::chrono::system_clock::time_point(); });
  run_in_parallel(names.size(), names.size() < few ? 1 : workers_for(0), look_at, {}, nobody);
  std::vector<StoredBackup> backups;
  backups.reserve(looked_at.size());
  for (std::optional<StoredBackup>& backup : looked_at) {
    // What a running backup has renamed, or a clean-up removed, since the names were read is not there any more.
    if (backup) backups.push_back(*std::move(backup));
  }
  std::sort(backups.begin(), backups.end(), [](const StoredBackup& left, const StoredBackup& right) {
    const bool left_foreign = left.state == BackupState::foreign;
    const bool right_foreign = right.state == BackupState::foreign;
    return left_foreign != right_foreign ? right_foreign : is_newer(right, left);
  });
  if (const std::size_t more = root.left_out(); more > 0) {
    StoredBackup rest;
    rest.path = root.path();
    rest.name = "…";
    rest.problem = count_text(more) + " more, not shown";
    backups.push_back(std::move(rest));
  }
  return backups;
}

}  // namespace mongokeep::archive
