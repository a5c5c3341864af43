#pragma once

#include <string>

#include "base/json/json.h"
#include "cli/views/readiness_view.h"
#include "mongokeep/store_check.h"

namespace mongokeep::cli {

/// A line for each finding, below it what follows, and at the end what it comes to.
std::string store_check_text(const StoreCheckReport& report, Detail detail);

/// One JSON object: `store`, `status`, which is the worst verdict, and `findings`.
Json store_check_json(const StoreCheckReport& report);

}  // namespace mongokeep::cli
