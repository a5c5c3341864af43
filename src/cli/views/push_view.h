#pragma once

#include <string>

#include "mongokeep/push_report.h"

namespace mongokeep::cli {

/// A line for each backup that was, or would be, shipped or failed, and one for each store.
std::string push_text(const PushReport& report, bool is_rehearsal = false);

}  // namespace mongokeep::cli
