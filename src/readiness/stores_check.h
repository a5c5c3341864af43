#pragma once

#include <stop_token>
#include <string>

#include "mongokeep/readiness.h"
#include "readiness/findings.h"

namespace mongokeep::readiness {

/// Whether the program that reaches the stores can be used, and who else can read what it is configured by.
void check_rclone(const ReadinessSettings& settings, Findings& findings, const std::stop_token& stop);

/// Whether a store can be reached and listed. Writes nothing.
void check_store(const ReadinessSettings& settings, const std::string& name, Findings& findings,
                 const std::stop_token& stop);

}  // namespace mongokeep::readiness
