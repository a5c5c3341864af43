#pragma once

#include <string>
#include <vector>

#include "mongokeep/version.h"

namespace mongokeep {

/// "1.2.3".
std::string version_text(int major, int minor, int patch);

/// Those of this room.
std::vector<Part> base_parts();

}  // namespace mongokeep
