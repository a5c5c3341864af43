#include "base/version.h"

namespace mongokeep {

std::string_view version() {
  return MONGOKEEP_VERSION;
}

}  // namespace mongokeep
