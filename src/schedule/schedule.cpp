#include "schedule/schedule.h"

#include <date/date.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace mongokeep::schedule {

namespace {

/// Of the longest pause that an expression can make: 29 February on one day of the week, across a year 2100.
constexpr date::days longest_search(41 * 366);

date::sys_days day_of(const LocalTime& reading) {
  return date::year(reading.year) / reading.month / reading.day;
}

bool is_countable(date::sys_days day) {
  const date::year year = date::year_month_day(day).year();
  return year >= date::year(1970) && year <= date::year(2261);
}

/// The instants of one day of the calendar. Those of neighbouring days may overlap where clocks are changed at
/// midnight.
std::vector<Instant> instants_on(date::sys_days day, const CronExpression& expression, const TimeZone& zone) {
  std::vector<Instant> found;
  const date::year_month_day calendar(day);
  LocalTime reading{static_cast<int>(calendar.year()), static_cast<int>(static_cast<unsigned>(calendar.month())),
                    static_cast<int>(static_cast<unsigned>(calendar.day()))};
  const auto weekday = static_cast<int>(date::weekday(day).c_encoding());
  if (!is_countable(day) || !expression.is_on_day(reading.month, reading.day, weekday)) return found;
  for (reading.hour = 0; reading.hour < 24; ++reading.hour) {
    if (!expression.hours()[static_cast<std::size_t>(reading.hour)]) continue;
    for (reading.minute = 0; reading.minute < 60; ++reading.minute) {
      if (!expression.minutes()[static_cast<std::size_t>(reading.minute)]) continue;
      const Instants shown = zone.instants(reading);
      if (!expression.is_every_hour() || shown.kind != Instants::Kind::skipped) found.push_back(shown.first);
      if (expression.is_every_hour() && shown.kind == Instants::Kind::twice) found.push_back(shown.second);
    }
  }
  return found;
}

}  // namespace

Schedule::Schedule(CronExpression expression, TimeZone zone) : expression_(std::move(expression)), zone_(zone) {}

Schedule Schedule::parse(const std::string& expression, const std::string& zone) {
  return {CronExpression::parse(expression), TimeZone::named(zone)};
}

std::optional<Instant> Schedule::next_after(Instant time) const {
  const date::sys_days start = day_of(zone_.local(time)) - date::days(1);
  std::optional<Instant> best;
  for (date::sys_days day = start; day < start + longest_search; day += date::days(1)) {
    const bool is_last_look = best.has_value();
    for (const Instant instant : instants_on(day, expression_, zone_)) {
      if (instant > time && (!best || instant < *best)) best = instant;
    }
    if (is_last_look) break;
  }
  return best;
}

std::optional<Instant> Schedule::last_in(Instant after, Instant until) const {
  if (after >= until) return std::nullopt;
  const date::sys_days start = day_of(zone_.local(until)) + date::days(1);
  const date::sys_days end = std::max(day_of(zone_.local(after)) - date::days(1), start - longest_search);
  std::optional<Instant> best;
  for (date::sys_days day = start; day >= end; day -= date::days(1)) {
    const bool is_last_look = best.has_value();
    for (const Instant instant : instants_on(day, expression_, zone_)) {
      if (instant > after && instant <= until && (!best || instant > *best)) best = instant;
    }
    if (is_last_look) break;
  }
  return best;
}

}  // namespace mongokeep::schedule
