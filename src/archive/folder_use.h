#pragma once

#include "base/files/directory.h"

namespace mongokeep::archive {

// Who is at work in a backup's folder: an flock on the folder itself, held as long as the Directory is open. Where a
// file system has no such locks (some network ones) everybody goes on without.

/// Marks the folder as being read. Throws Error{locked} when a clean-up is removing it, Error{storage} when that cannot
/// be found out.
void hold_for_reading(const Directory& folder);

/// Marks the folder, which nobody else knows yet, as being made: as if it were read. False where the file system has no
/// locks that would keep others out.
bool hold_in_the_making(const Directory& folder);

/// Marks the folder as being removed. False when somebody reads it. Throws Error{storage}.
bool try_hold_for_removal(const Directory& folder);

}  // namespace mongokeep::archive
