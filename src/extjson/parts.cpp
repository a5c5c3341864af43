#include "extjson/parts.h"

#include <hwy/highway.h>
#include <simdjson.h>

namespace mongokeep::extjson {

std::vector<Part> parts() {
  return {{"simdjson",
           version_text(simdjson::SIMDJSON_VERSION_MAJOR, simdjson::SIMDJSON_VERSION_MINOR,
                        simdjson::SIMDJSON_VERSION_REVISION),
           Part::Origin::headers},
          {"Highway", version_text(HWY_MAJOR, HWY_MINOR, HWY_PATCH), Part::Origin::headers}};
}

}  // namespace mongokeep::extjson
