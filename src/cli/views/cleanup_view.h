#pragma once

#include <string>
#include <vector>

#include "mongokeep/retention.h"
#include "retention/policy.h"

namespace mongokeep::cli {

/// What a clean-up would do, as a table.
std::string plan_table(const std::vector<retention::Decision>& plan);

/// The same as one JSON array: the members of folder_json, `ageDays`, `verdict` (`keep` or `remove`) and `reason`.
std::string plan_json(const std::vector<retention::Decision>& plan);

/// What a clean-up has done, as one JSON object.
std::string report_json(const CleanupReport& report);

}  // namespace mongokeep::cli
