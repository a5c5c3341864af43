#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "archive/stored_backup.h"
#include "base/json.h"

namespace mongokeep::cli {

/// One backup for a person: what it is, its collections as a table, and each failure whole; times in `zone`. Where the
/// table would be wider than `width` columns, long names in it are cut.
std::string show_text(const archive::StoredBackup& backup, const std::string& zone,
                      std::optional<std::size_t> width = std::nullopt);

/// The members of backup_json, and all that the manifest says, as one JSON object; null where there is none.
Json show_json(const archive::StoredBackup& backup);

}  // namespace mongokeep::cli
