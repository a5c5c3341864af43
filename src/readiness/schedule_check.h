#pragma once

#include <chrono>

#include "readiness/findings.h"

namespace mongokeep::readiness {

/// When each task comes next, whether somebody goes by the schedule now, and whether the numbers of the retention, and
/// the age that `mongokeep health` allows, go with it.
void check_schedule(const ReadinessSettings& settings, std::chrono::system_clock::time_point now, Findings& findings);

/// The same for what becomes of old backups.
void check_retention(const ReadinessSettings& settings, std::chrono::system_clock::time_point now, Findings& findings);

/// Whether a process goes by the schedule of the root.
void check_daemon(const BackupSettings& settings, Findings& findings);

}  // namespace mongokeep::readiness
