#pragma once

#include <string_view>

namespace mongokeep {

/// Of this library and program, as in CMakeLists.txt: "0.1.0".
std::string_view version();

}  // namespace mongokeep
