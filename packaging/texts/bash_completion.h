#pragma once

#include <string>

namespace mongokeep::packaging {

/// The completion of `mongokeep` for bash, to be installed as `mongokeep`.
std::string bash_completion();

}  // namespace mongokeep::packaging
