#include "retention/believed_time.h"

#include <algorithm>

namespace mongokeep::retention {

std::chrono::system_clock::time_point believed_time(std::chrono::system_clock::time_point now,
                                                    std::optional<std::chrono::system_clock::time_point> newest,
                                                    int days_to_keep) {
  using std::chrono::hours;
  if (!newest) return now;
  return std::min(now, *newest + std::clamp(hours(12) * days_to_keep, hours(48), hours(24 * 7)));
}

}  // namespace mongokeep::retention
