#include "mongokeep/clock.h"

namespace mongokeep {

Clock system_clock() {
  return [] { return std::chrono::system_clock::now(); };
}

}  // namespace mongokeep
