#pragma once

#include <stop_token>

#include "readiness/findings.h"

namespace mongokeep::readiness {

/// Whether a drill could be made, where one is scheduled: its server, what its user may do there, the scratch database,
/// the keys. Told by what the server says of the user; nothing is tried.
void check_drills(const ReadinessSettings& settings, const Clock& clock, Findings& findings,
                  const std::stop_token& stop);

}  // namespace mongokeep::readiness
