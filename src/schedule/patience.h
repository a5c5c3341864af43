#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>

namespace mongokeep::schedule {

// How often a run is tried, and after which pauses.

/// Of a run whose process dies.
inline constexpr int most_attempts = 3;
inline constexpr std::chrono::nanoseconds pause_when_locked = std::chrono::minutes(1);
/// In a row; then it has failed.
inline constexpr int most_times_locked = 60;

/// Of a run that fails by what may pass.
inline std::chrono::nanoseconds pause_number(int failures_before) {
  using namespace std::chrono_literals;
  constexpr std::array<std::chrono::seconds, 8> pauses = {30s, 1min, 2min, 4min, 8min, 15min, 30min, 1h};
  return pauses[std::min(static_cast<std::size_t>(failures_before), pauses.size() - 1)];
}

}  // namespace mongokeep::schedule
