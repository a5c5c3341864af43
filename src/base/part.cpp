#include "base/part.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

namespace mongokeep {

std::string version_text(int major, int minor, int patch) {
  return fmt::format("{}.{}.{}", major, minor, patch);
}

std::vector<Part> base_parts() {
  return {{"fmt", version_text(FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100), Part::Origin::headers},
          {"nlohmann-json",
           version_text(NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH),
           Part::Origin::headers}};
}

}  // namespace mongokeep
