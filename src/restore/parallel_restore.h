#pragma once

#include <vector>

#include "restore/collection_restore.h"

namespace mongokeep::restore {

/// Puts everything of a plan back, several collections at a time, the largest first, and the views after them in their
/// order. This thread works with `client`. `results` has one entry for each, with its names; a collection's failure is
/// logged and recorded there, and the others go on.
/// Throws Error{stopped}, with what went in so far logged and recorded.
void restore_all(const LoadContext& context, const mongo::Client& client, const std::vector<PlannedCollection>& plan,
                 std::vector<RestoredCollection>& results);

}  // namespace mongokeep::restore
