#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mongokeep {

/// A library of others in the program. Each room tells the versions of those whose headers it includes.
struct Part {
  enum class Origin {
    library,  ///< the version is the one in use now, as the library tells it
    headers,  ///< the version is that of the headers that the program was built with
  };
  std::string_view name;
  std::string version;
  Origin origin = Origin::library;
};

/// "1.2.3".
std::string version_text(int major, int minor, int patch);

/// Those of this room.
std::vector<Part> base_parts();

}  // namespace mongokeep
