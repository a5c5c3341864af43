#pragma once

#include "base/files/directory.h"
#include "base/files/unique_fd.h"

namespace mongokeep::store {

/// Holds the stores of a root for this run alone: one push, or one clean-up of stores, at a time. Throws Error{locked}.
UniqueFd lock_stores(const Directory& root);

}  // namespace mongokeep::store
