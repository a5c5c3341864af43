#pragma once

#include "base/files/unique_fd.h"

namespace mongokeep {

/// The descriptor, or one of the same open file (closed on exec), above the numbers of the standard streams. An
/// application may have closed its own, and go on writing by number: that must not reach what has got the number.
/// Throws Error{storage}.
UniqueFd above_standard_streams(UniqueFd descriptor);

}  // namespace mongokeep
