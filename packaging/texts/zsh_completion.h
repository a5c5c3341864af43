#pragma once

#include <string>

namespace mongokeep::packaging {

/// The completion of `mongokeep` for zsh, to be installed as `_mongokeep`.
std::string zsh_completion();

}  // namespace mongokeep::packaging
