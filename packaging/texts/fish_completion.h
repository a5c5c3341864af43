#pragma once

#include <string>

namespace mongokeep::packaging {

/// The completion of `mongokeep` for fish, to be installed as `mongokeep.fish`.
std::string fish_completion();

}  // namespace mongokeep::packaging
