#pragma once

#include "archive/stored_backup.h"
#include "base/json.h"

namespace mongokeep::cli {

/// What every JSON result says of a backup's folder: `name`, `path`, `status`, `problem`, `storedBytes`, `files` and
/// `modifiedAt`.
Json folder_json(const archive::StoredBackup& backup);

}  // namespace mongokeep::cli
