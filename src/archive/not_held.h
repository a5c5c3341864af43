#pragma once

#include <string>
#include <vector>

#include "archive/manifest.h"

namespace mongokeep::archive {

/// What no backup holds, and what this one does not hold beside, each by its name; for people.
std::vector<std::string> not_held(const Manifest& manifest);

}  // namespace mongokeep::archive
