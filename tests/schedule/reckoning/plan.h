#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schedule/reckoning/clock_tape.h"

namespace mongokeep::schedule {

/// The runs of a pattern in a zone, as clock tapes give them; of zones whose offsets are quarters of an hour.
class Plan {
 public:
  Plan(Pattern pattern, std::string zone) : pattern_(std::move(pattern)), zone_(std::move(zone)) {}

  const Pattern& pattern() const { return pattern_; }
  const std::string& zone() const { return zone_; }
  bool is_same(const Plan& other) const {
    return pattern_.expression == other.pattern_.expression && zone_ == other.zone_;
  }

  /// The first run later than `time`.
  Instant first_after(Instant time) const;
  /// The last run later than `after` and not later than `until`.
  std::optional<Instant> last_in(Instant after, Instant until) const;

 private:
  /// The runs in one stretch of 64 days, remembered.
  const std::vector<Instant>& stretch(long number) const;

  Pattern pattern_;
  std::string zone_;
};

}  // namespace mongokeep::schedule
