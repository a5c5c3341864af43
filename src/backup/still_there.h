#pragma once

#include <span>
#include <vector>

#include "backup/asking.h"
#include "backup/selection.h"
#include "mongokeep/error.h"

namespace mongokeep::backup {

// Not every server ends a cursor with an error when its collection is dropped, or made anew, while it is being read:
// what was read of it may be less than there was, without a sign. All throw as mongo::find_collection() does, once
// patience is over.

/// Of a collection that is not there any more as it was listed.
Error gone(const Target& target);

/// Throws gone() where that holds.
void check_still_there(const Asking& asking, const Target& target);

/// Which of the targets are gone, in their order: one question for each database, where check_still_there() is one for
/// each collection, dear on a server that holds thousands.
std::vector<bool> are_gone(const Asking& asking, const std::vector<const Target*>& targets);

}  // namespace mongokeep::backup
