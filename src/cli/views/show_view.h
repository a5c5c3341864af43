#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/json/json.h"
#include "mongokeep/stored_backup.h"

namespace mongokeep::cli {

/// One backup for a person: what it is, its collections as a table, and each failure whole; times in `zone`. Where the
/// table would be wider than `width` columns, long names in it are cut.
std::string show_text(const BackupEntry& backup, const std::string& zone,
                      std::optional<std::size_t> width = std::nullopt);

/// The members of backup_json, and all that the manifest says, as one JSON object; null where there is none.
Json show_json(const BackupEntry& backup);

}  // namespace mongokeep::cli
