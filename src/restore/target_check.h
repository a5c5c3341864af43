#pragma once

#include <vector>

#include "mongo/connection.h"
#include "restore/restore_plan.h"

namespace mongokeep::restore {

/// What is at the targets of a plan, in its order. A view counts as filled: nothing can be written into it.
/// Throws Error{connection}, Error{server}.
std::vector<RestoredCollection::Found> look_at_targets(const mongo::Client& client,
                                                       const std::vector<PlannedCollection>& plan);

/// Throws Error{configuration} where a sharded target would be dropped and that was not said, Error{connection},
/// Error{server}.
void check_sharding(const mongo::Client& client, const std::vector<PlannedCollection>& plan,
                    const std::vector<RestoredCollection::Found>& found, const RestoreSettings& settings);

/// Throws TargetNotEmpty where a target is filled and the settings do not say what is to become of that, and
/// Error{configuration} where they say what cannot be done in it.
void check_targets_are_free(const mongo::Client& client, const std::vector<PlannedCollection>& plan,
                            const std::vector<RestoredCollection::Found>& found, const RestoreSettings& settings);

}  // namespace mongokeep::restore
