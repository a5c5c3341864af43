#pragma once

namespace mongokeep::cli {

/// Keeps what the allocator holds of freed memory small, so that peak memory is no matter of luck. For the program
/// alone: an application decides on its own allocator.
void bound_allocator();

}  // namespace mongokeep::cli
