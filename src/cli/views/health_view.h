#pragma once

#include <chrono>
#include <string>

#include "base/json/json.h"
#include "mongokeep/backup_root.h"

namespace mongokeep::cli {

/// One line that says that all is well. Only for a health without trouble.
std::string health_line(const HealthReport& health);

/// One JSON object; what is not known is null, and so is `reason` when all is well.
Json health_json(const HealthReport& health, std::chrono::seconds max_age);

}  // namespace mongokeep::cli
