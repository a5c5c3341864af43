#pragma once

#include <chrono>
#include <optional>

namespace mongokeep::retention {

/// What time it is for a clean-up, as far as the backups bear the clock out: no later than a week after the start of
/// the newest (`newest`, by its manifest). A clock that leaps ahead makes every backup old at once, and while none is
/// made, none should go of old age either. Where backups are kept for less than two weeks it is half of that time, but
/// two days at least.
std::chrono::system_clock::time_point believed_time(std::chrono::system_clock::time_point now,
                                                    std::optional<std::chrono::system_clock::time_point> newest,
                                                    int days_to_keep);

}  // namespace mongokeep::retention
