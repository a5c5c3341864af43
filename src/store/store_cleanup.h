#pragma once

#include <stop_token>

#include "base/log.h"
#include "mongokeep/retention.h"
#include "store/cleanup_plan.h"

namespace mongokeep::store {

/// Removes from a store what its plan says. What has gone is noted in `arrivals`, which may be those of the store to
/// clean; the caller writes them. What the store does not let go of is held, and what fails is in the report: the
/// others go on. A store that cannot be used is in the report as well. Throws Error{stopped} between two removals.
StoreCleanup clean_store(const StoreToClean& store, Arrivals& arrivals, Log& log, const std::stop_token& stop);

}  // namespace mongokeep::store
