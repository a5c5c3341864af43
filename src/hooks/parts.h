#pragma once

#include <vector>

#include "base/part.h"

namespace mongokeep::hooks {

/// The libraries of others that this room uses.
std::vector<Part> parts();

}  // namespace mongokeep::hooks
