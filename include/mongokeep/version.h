#pragma once

#include <string_view>

/// The version of these headers, for `#if`: 0.1.0 is 100.
#define MONGOKEEP_VERSION_MAJOR 0
#define MONGOKEEP_VERSION_MINOR 1
#define MONGOKEEP_VERSION_PATCH 0
#define MONGOKEEP_VERSION (MONGOKEEP_VERSION_MAJOR * 10000 + MONGOKEEP_VERSION_MINOR * 100 + MONGOKEEP_VERSION_PATCH)

namespace mongokeep {

/// The version of the library that is linked: "0.1.0".
std::string_view version();

}  // namespace mongokeep
