#pragma once

#include <vector>

#include "cli/settings/setting_sources.h"
#include "mongokeep/readiness.h"

namespace mongokeep::cli {

/// Where settings come from, what of them does not count, and who else can read a secret among them.
std::vector<ReadinessFinding> findings_about(const SettingSources& sources);

/// Of these the warnings of files that others can read or change.
std::vector<ReadinessFinding> exposures_of_sources(const SettingSources& sources);

}  // namespace mongokeep::cli
