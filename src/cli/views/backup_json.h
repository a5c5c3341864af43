#pragma once

#include "archive/stored_backup.h"
#include "base/json.h"

namespace mongokeep::cli {

/// What every JSON result says of a backup's folder: `name`, `path`, `status`, `problem`, `storedBytes`, `fileCount`
/// and `modifiedAt`.
Json folder_json(const archive::StoredBackup& backup);

/// The same, and what its manifest says in short; null where there is none.
Json backup_json(const archive::StoredBackup& backup);

}  // namespace mongokeep::cli
