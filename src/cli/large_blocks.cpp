#include "cli/large_blocks.h"

#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace mongokeep::cli {

void return_large_blocks() {
#ifdef __GLIBC__
  // In bytes. The driver's buffer for a batch of 4 MiB has 8; that for a document of more has 16.
  constexpr int large = 12 << 20;
  // What glibc itself would come to, twice as much, once it had met a block of this size.
  constexpr int kept_at_the_end = 2 * large;
  mallopt(M_MMAP_THRESHOLD, large);
  mallopt(M_TRIM_THRESHOLD, kept_at_the_end);
#endif
}

}  // namespace mongokeep::cli
