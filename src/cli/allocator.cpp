#include "cli/allocator.h"

#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace mongokeep::cli {

void bound_allocator() {
#ifdef __GLIBC__
  // In bytes. The driver's buffer for a batch of 4 MiB has 8; that for a document of more has 16. Larger ones are taken
  // from the system and go back at once: after the first one, glibc would keep them for later.
  constexpr int large = 12 << 20;
  // What glibc itself would come to, twice as much, once it had met a block of this size.
  constexpr int kept_at_the_end = 2 * large;
  mallopt(M_MMAP_THRESHOLD, large);
  mallopt(M_TRIM_THRESHOLD, kept_at_the_end);
  // Each arena keeps that much for itself, and glibc makes one for nearly every thread, eight times as many as there
  // are cores. We allocate little in small blocks, so that threads seldom meet in one.
  constexpr int arenas = 2;
  mallopt(M_ARENA_MAX, arenas);
#endif
}

}  // namespace mongokeep::cli
