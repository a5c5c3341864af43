#pragma once

#include <string>
#include <vector>

#include "archive/stored_backup.h"
#include "base/json.h"

namespace mongokeep::cli {

/// The backups as a table; times in `zone` (empty: the system's).
std::string list_table(const std::vector<archive::StoredBackup>& backups, const std::string& zone);

/// The backups as one JSON array. Every object has the same members; what is not known of a backup is null.
Json list_json(const std::vector<archive::StoredBackup>& backups);

}  // namespace mongokeep::cli
