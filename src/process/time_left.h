#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace mongokeep::process {

/// A timeout for poll(): at least 0 and at most a minute, after which the caller looks again.
inline int milliseconds_until(std::chrono::steady_clock::time_point moment) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(moment - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60000));
}

}  // namespace mongokeep::process
