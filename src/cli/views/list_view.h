#pragma once

#include <string>
#include <vector>

#include "base/json/json.h"
#include "mongokeep/stored_backup.h"

namespace mongokeep::cli {

/// The backups as a table; times in `zone` (empty: the system's).
std::string list_table(const std::vector<BackupEntry>& backups, const std::string& zone);

/// The backups as one JSON array. Every object has the same members; what is not known of a backup is null.
Json list_json(const std::vector<BackupEntry>& backups);

}  // namespace mongokeep::cli
