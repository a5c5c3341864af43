#pragma once

#include <chrono>
#include <ctime>
#include <string>

namespace mongokeep::schedule {

/// A cron expression, and what it means, written down by hand.
struct Pattern {
  std::string expression;
  bool (*fits)(const std::tm& reading);
  bool is_every_hour = false;
  /// Of the time between two runs, where clocks are not changed.
  std::chrono::hours longest_pause = std::chrono::hours(24);
};

}  // namespace mongokeep::schedule
