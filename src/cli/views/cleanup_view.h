#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "retention/policy.h"

namespace mongokeep::cli {

/// What a clean-up would do, as a table.
std::string plan_table(const std::vector<retention::Decision>& plan);

/// The same as one JSON array: the members of folder_json, `ageSeconds`, `verdict` (`keep` or `remove`) and `reason`.
Json plan_json(const std::vector<retention::Decision>& plan);

}  // namespace mongokeep::cli
