#pragma once

#include <vector>

#include "restore/restore_plan.h"

namespace mongokeep::restore {

/// Puts views behind everything else, and each behind the views that it reads from (`viewOn`, and the stages of its
/// pipeline: $lookup, $graphLookup, $unionWith); otherwise the order stays as it is.
void order_views(std::vector<PlannedCollection>& plan);

}  // namespace mongokeep::restore
