#pragma once

#include <vector>

#include "mongo/connection.h"
#include "restore/restore_context.h"
#include "restore/restore_plan.h"

namespace mongokeep::restore {

/// Has the application confirm what would be dropped, where it wants to and anything would.
/// Throws Error{usage} where it says no, Error{connection}, Error{server}, Error{stopped}.
void confirm_drop(const RestoreContext& context, const mongo::Client& client,
                  const std::vector<PlannedCollection>& plan, const std::vector<RestoredCollection::Found>& found);

}  // namespace mongokeep::restore
