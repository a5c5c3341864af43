#pragma once

#include <vector>

#include "base/part.h"

namespace mongokeep::stream {

/// The libraries of others that this room uses.
std::vector<Part> parts();

}  // namespace mongokeep::stream
