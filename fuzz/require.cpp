#include "fuzz/require.h"

#include <cstdio>
#include <cstdlib>

namespace mongokeep::fuzz {

void require(bool is_kept, const char* promise) {
  if (is_kept) return;
  std::fprintf(stderr, "BROKEN: %s\n", promise);
  std::abort();
}

}  // namespace mongokeep::fuzz
