#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The version of these headers, for `#if`: 0.1.0 is 100.
#define MONGOKEEP_VERSION_MAJOR 0
#define MONGOKEEP_VERSION_MINOR 1
#define MONGOKEEP_VERSION_PATCH 0
#define MONGOKEEP_VERSION (MONGOKEEP_VERSION_MAJOR * 10000 + MONGOKEEP_VERSION_MINOR * 100 + MONGOKEEP_VERSION_PATCH)

namespace mongokeep {

/// The version of the library that is linked: "0.1.0".
std::string_view version();

/// A library of others in this one.
struct Part {
  enum class Origin {
    library,  ///< the version is the one in use now, as the library tells it
    headers,  ///< the version is that of the headers that were used when this one was built
  };
  std::string_view name;
  std::string version;
  Origin origin = Origin::library;
};

/// Those that do most first.
std::vector<Part> linked_parts();

}  // namespace mongokeep
