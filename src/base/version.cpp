#include "mongokeep/version.h"

#include <fmt/format.h>

#include <string>

namespace mongokeep {

std::string_view version() {
  static const std::string text =
      fmt::format("{}.{}.{}", MONGOKEEP_VERSION_MAJOR, MONGOKEEP_VERSION_MINOR, MONGOKEEP_VERSION_PATCH);
  return text;
}

}  // namespace mongokeep
