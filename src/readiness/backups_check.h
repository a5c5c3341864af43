#pragma once

#include <chrono>

#include "readiness/findings.h"
#include "readiness/space_check.h"

namespace mongokeep::readiness {

/// Whether the newest complete backup is young enough, as `mongokeep health` judges it, and what failed since. Tells
/// the figures how large it is.
void check_backups(const ReadinessSettings& settings, std::chrono::system_clock::time_point now, Findings& findings,
                   SharedFigures& figures);

}  // namespace mongokeep::readiness
