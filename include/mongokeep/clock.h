#pragma once

#include <chrono>
#include <functional>

namespace mongokeep {

/// Where the present comes from. Logic never reads the system's clock itself, so that tests can drive it.
using Clock = std::function<std::chrono::system_clock::time_point()>;

/// The system's own clock.
Clock system_clock();

}  // namespace mongokeep
