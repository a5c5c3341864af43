#include "retention/calendar_rule.h"

#include <fmt/format.h>

#include <set>

namespace mongokeep::retention {

namespace {

date::sys_days same_day(date::sys_days day) {
  return day;
}

date::sys_days monday_of(date::sys_days day) {
  return day - (date::weekday(day) - date::Monday);
}

date::sys_days first_of_month(date::sys_days day) {
  const date::year_month_day date(day);
  return date.year() / date.month() / 1;
}

date::sys_days first_of_year(date::sys_days day) {
  return date::year_month_day(day).year() / date::January / 1;
}

}  // namespace

std::vector<CalendarRule> calendar_rules(const KeepRules& keep) {
  std::vector<CalendarRule> rules = {{"daily", keep.daily, same_day},
                                     {"weekly", keep.weekly, monday_of},
                                     {"monthly", keep.monthly, first_of_month},
                                     {"yearly", keep.yearly, first_of_year}};
  std::erase_if(rules, [](const CalendarRule& rule) { return rule.count == 0; });
  return rules;
}

std::vector<CalendarChoice> choose(const CalendarRule& rule, const std::vector<date::sys_days>& days) {
  std::vector<CalendarChoice> chosen;
  std::set<date::sys_days> counted;
  int count = 0;
  for (std::size_t place = 0; place < days.size() && count < rule.count; ++place) {
    const bool is_new = counted.insert(rule.period_of(days[place])).second;
    const bool is_oldest = place + 1 == days.size();
    if (!is_new && !is_oldest) continue;
    ++count;
    chosen.push_back(
        {place, fmt::format("{} {} of {}{}", rule.name, count, rule.count, is_new ? "" : " (the oldest)")});
  }
  return chosen;
}

}  // namespace mongokeep::retention
