#pragma once

#include <vector>

#include "base/part.h"

namespace mongokeep::extjson {

/// The libraries of others that this room uses.
std::vector<Part> parts();

}  // namespace mongokeep::extjson
