#pragma once

#include <string>

#include "archive/listing.h"

namespace mongokeep::cli {

/// One backup for a person: what it is, its collections as a table, and each failure whole; times in `zone`.
std::string show_text(const archive::StoredBackup& backup, const std::string& zone);

/// `name`, `path`, `status`, `problem`, `storedBytes`, `files`, and all that the manifest says, as one JSON object.
std::string show_json(const archive::StoredBackup& backup);

}  // namespace mongokeep::cli
