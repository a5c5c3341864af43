#pragma once

namespace mongokeep::cli {

/// Has the allocator take blocks of many MiB from the system and give them back at once. Left to itself glibc keeps
/// them for later after the first one, and a document of 15 MB leaves several such behind in the driver: peak memory
/// would be a matter of luck. Smaller blocks, those of batches, are kept as ever. For the program alone: an application
/// decides on its own allocator.
void return_large_blocks();

}  // namespace mongokeep::cli
