#pragma once

#include <date/date.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mongokeep/retention.h"

namespace mongokeep::retention {

/// "Keep the newest backup of each of the last `count` days (weeks, months, years) that have one."
struct CalendarRule {
  std::string_view name;  ///< as reasons call it: "daily"
  int count;
  /// The first day of the period that a day belongs to.
  date::sys_days (*period_of)(date::sys_days day);
};

/// The rules that are in force: those with a count. Weeks are those of ISO 8601.
std::vector<CalendarRule> calendar_rules(const KeepRules& keep);

/// A backup that a rule keeps, by its place in the list, and why, for a person.
struct CalendarChoice {
  std::size_t place;
  std::string reason;  ///< "daily 2 of 7"
};

/// What the rule keeps of backups that were made on these days, the newest first. A period is counted once, and one
/// without a backup is passed over. As in restic, the oldest backup stays too while there are counts left, so that the
/// history reaches back as far as it can.
std::vector<CalendarChoice> choose(const CalendarRule& rule, const std::vector<date::sys_days>& days);

}  // namespace mongokeep::retention
