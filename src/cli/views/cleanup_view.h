#pragma once

#include <string>
#include <vector>

#include "base/json/json.h"
#include "mongokeep/stored_backup.h"

namespace mongokeep::cli {

/// What a clean-up would do, as a table.
std::string plan_table(const std::vector<CleanupDecision>& plan);

/// The same as one JSON array: the members of folder_json, `store`, `ageSeconds`, `verdict` (`keep` or `remove`) and
/// `reason`.
Json plan_json(const std::vector<CleanupDecision>& plan);

}  // namespace mongokeep::cli
