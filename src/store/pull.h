#pragma once

#include <stop_token>
#include <string>

#include "archive/backup_place.h"
#include "base/log.h"
#include "mongokeep/progress.h"
#include "mongokeep/store_service.h"

namespace mongokeep::store {

/// Where a backup in a store is brought. All borrowed.
struct PullOrder {
  const std::filesystem::path& root;
  const archive::BackupPlace& place;
  unsigned file_mode = 0600;
  Log& log;
  ProgressObserver* observer = nullptr;
};

/// As StoreService::pull() has it, of a backup that was found.
PullReport pull(const PullOrder& order, const std::stop_token& stop);

}  // namespace mongokeep::store
