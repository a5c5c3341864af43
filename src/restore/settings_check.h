#pragma once

#include "mongokeep/restore_service.h"

namespace mongokeep::restore {

/// Throws Error{usage} for settings that contradict each other, for pairs that rename nothing, and for a query that is
/// none: what can be known without the server and without the backup.
void check(const RestoreSettings& settings);

}  // namespace mongokeep::restore
