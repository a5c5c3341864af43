#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/time_zone.h"
#include "schedule/cron_expression.h"

namespace mongokeep::schedule {

using Instant = std::chrono::system_clock::time_point;

/// A cron expression in a time zone: the instants at which a task is due. Pure: it knows no present.
///
/// Where clocks are changed, every time of the expression still comes once: one that the clocks show twice is due the
/// first time; those that they skip are due together, right when they do. An expression for every hour ("*/15 * * * *")
/// goes by the time that passes instead: it is due in both of two hours of the same name, and not for a skipped one.
class Schedule {
 public:
  Schedule(CronExpression expression, TimeZone zone);
  /// Throws Error{configuration}; an empty zone is the system's.
  static Schedule parse(const std::string& expression, const std::string& zone);

  /// The first instant later than `time`; none where the clock's type ends before one comes.
  std::optional<Instant> next_after(Instant time) const;
  /// The last instant that is later than `after` and not later than `until`, if there is one.
  std::optional<Instant> last_in(Instant after, Instant until) const;

  const CronExpression& expression() const { return expression_; }
  const TimeZone& zone() const { return zone_; }

 private:
  CronExpression expression_;
  TimeZone zone_;
};

}  // namespace mongokeep::schedule
