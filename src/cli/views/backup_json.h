#pragma once

#include "base/json/json.h"
#include "mongokeep/stored_backup.h"

namespace mongokeep::cli {

/// What every JSON result says of a backup's folder: `name`, `path`, `status`, `problem`, `storedBytes`, `fileCount`
/// and `modifiedAt`.
Json folder_json(const BackupEntry& backup);

/// The same, and what its manifest says in short; null where there is none.
Json backup_json(const BackupEntry& backup);

}  // namespace mongokeep::cli
