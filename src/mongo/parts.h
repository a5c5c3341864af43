#pragma once

#include <vector>

#include "base/part.h"

namespace mongokeep::mongo {

/// The libraries of others that this room uses.
std::vector<Part> parts();

}  // namespace mongokeep::mongo
