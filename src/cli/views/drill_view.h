#pragma once

#include <string>

#include "base/json/json.h"
#include "mongokeep/redactor.h"
#include "mongokeep/restore_service.h"

namespace mongokeep::cli {

/// The report with the texts cleaned that may carry a driver's or server's message.
DrillReport cleaned(DrillReport report, const Redactor& redactor);

/// What did not come back as it was stored, and a line that sums the drill up.
std::string drill_text(const DrillReport& report);

Json drill_json(const DrillReport& report);

}  // namespace mongokeep::cli
