#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "archive/listing.h"

namespace mongokeep::cli {

/// What every JSON result says of a backup's folder: `name`, `path`, `status`, `problem`, `storedBytes`, `files` and
/// `modifiedAt`.
nlohmann::ordered_json folder_json(const archive::StoredBackup& backup);

/// A JSON result as text, indented, with a line feed at its end. Bytes that are not UTF-8 come out as U+FFFD.
std::string result_text(const nlohmann::ordered_json& json);

}  // namespace mongokeep::cli
