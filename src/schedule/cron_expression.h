#pragma once

#include <string>
#include <vector>

#include "schedule/cron_field.h"

namespace mongokeep::schedule {

/// When a task is due, in the reading of a wall clock: a cron expression as crontab(5) of Vixie cron has it. Five
/// fields (minute, hour, day of the month, month, day of the week) with lists, ranges, steps and English names, or one
/// of `@hourly`, `@daily`, `@midnight`, `@weekly`, `@monthly`, `@yearly` and `@annually`. Where both fields for days
/// are restricted, either is enough.
class CronExpression {
 public:
  /// Throws Error{configuration}, which says what is wrong and where; so for a day that never comes (30 February).
  static CronExpression parse(const std::string& text);

  /// As it was given.
  const std::string& text() const { return text_; }

  bool is_on_day(int month, int day, int weekday) const;
  const std::bitset<61>& hours() const { return hour_.values; }
  const std::bitset<61>& minutes() const { return minute_.values; }
  /// Whether it names no hours of the day, but goes on through all of them.
  bool is_every_hour() const { return hour_.values.count() == 24; }

 private:
  explicit CronExpression(std::string text) : text_(std::move(text)) {}
  void refuse_days_that_never_come() const;

  std::string text_;
  CronField minute_;
  CronField hour_;
  CronField day_;
  CronField month_;
  CronField weekday_;
};

}  // namespace mongokeep::schedule
