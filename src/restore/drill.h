#pragma once

#include <string>

#include "restore/restore_context.h"

namespace mongokeep::restore {

/// One drill: see RestoreService::drill, which this is.
DrillReport run_drill(const RestoreContext& context, const std::string& database);

}  // namespace mongokeep::restore
