#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "schedule/reckoning/pattern.h"

namespace mongokeep::schedule {

using Instant = std::chrono::system_clock::time_point;

/// What a zone's clock shows, read off step by step by the C library alone, and from that the rules of schedule.h by
/// brute force: walk along the tape, and remember the latest reading that was ever shown. A reading later than that is
/// new, and so are those that the clock has passed over on its way there; any other one has been there before.
class ClockTape {
 public:
  /// From `from` on, up to and without `until`, both whole steps. A reading that was shown within two days before
  /// counts as one that has been there before. `step` has to divide all the zone's offsets of the time.
  ClockTape(const std::string& zone, Instant from, Instant until, std::chrono::minutes step = std::chrono::minutes(1));

  /// When a task of this pattern is due, in order.
  std::vector<Instant> runs(const Pattern& pattern) const;
  /// The instants at which the clock does not go on by a step.
  std::vector<Instant> changes() const;

 private:
  /// The instant at a place of the tape.
  Instant at(std::size_t place) const;

  Instant from_;
  std::chrono::minutes step_;
  std::size_t start_ = 0;            ///< the place of `from`: what stands before tells only what has been there
  std::vector<std::int64_t> shown_;  ///< readings, in minutes since 1970-01-01 00:00 of the same clock
};

/// An instant given in UTC.
Instant utc(int year, int month, int day, int hour = 0, int minute = 0);

}  // namespace mongokeep::schedule
