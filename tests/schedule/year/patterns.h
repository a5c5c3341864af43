#pragma once

#include <span>

#include "schedule/reckoning/pattern.h"

namespace mongokeep::schedule {

// What the administrator of a simulated machine chooses from.

std::span<const Pattern> backup_patterns();
std::span<const Pattern> cleanup_patterns();
std::span<const Pattern> drill_patterns();

}  // namespace mongokeep::schedule
