#pragma once

#include <vector>

#include "mongokeep/version.h"

namespace mongokeep::cli {

/// The libraries of others in the whole program, those that do most first.
std::vector<Part> all_parts();

}  // namespace mongokeep::cli
