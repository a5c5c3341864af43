#include "retention/calendar_rule.h"

#include <gmock/gmock.h>

namespace mongokeep::retention {
namespace {

using date::literals::operator""_y;
using testing::ElementsAre;
using testing::IsEmpty;

CalendarRule rule(KeepRules keep) {
  const std::vector<CalendarRule> rules = calendar_rules(keep);
  EXPECT_EQ(rules.size(), 1U);
  return rules.at(0);
}

std::vector<std::size_t> places(const CalendarRule& rule, const std::vector<date::sys_days>& days) {
  std::vector<std::size_t> found;
  for (const CalendarChoice& choice : choose(rule, days)) found.push_back(choice.place);
  return found;
}

TEST(CalendarRule, IsInForceOnlyWithACount) {
  EXPECT_THAT(calendar_rules({}), IsEmpty());
  EXPECT_EQ(calendar_rules({.daily = 1, .weekly = 1, .monthly = 1, .yearly = 1}).size(), 4U);
}

TEST(CalendarRule, CountsEachPeriodOnceAndPassesOverEmptyOnes) {
  const std::vector<date::sys_days> days = {2024_y / 3 / 9, 2024_y / 3 / 9, 2024_y / 3 / 5, 2024_y / 1 / 1,
                                            2023_y / 1 / 1};
  EXPECT_THAT(places(rule({.daily = 3}), days), ElementsAre(0, 2, 3));
  EXPECT_EQ(choose(rule({.daily = 3}), days)[1].reason, "daily 2 of 3");
}

TEST(CalendarRule, CountsAPeriodOnceAlsoWhereNamesAreOutOfOrder) {
  // A change of the time zone can give a later backup an earlier day.
  const std::vector<date::sys_days> days = {2024_y / 3 / 9, 2024_y / 3 / 10, 2024_y / 3 / 9, 2024_y / 3 / 8,
                                            2024_y / 3 / 7};
  EXPECT_THAT(places(rule({.daily = 3}), days), ElementsAre(0, 1, 3));
}

TEST(CalendarRule, KeepsTheOldestWhileThereAreCountsLeft) {
  const std::vector<date::sys_days> days = {2024_y / 3 / 9, 2024_y / 3 / 8, 2024_y / 3 / 7};
  EXPECT_THAT(places(rule({.monthly = 2}), days), ElementsAre(0, 2));
  EXPECT_EQ(choose(rule({.monthly = 2}), days)[1].reason, "monthly 2 of 2 (the oldest)");
  EXPECT_THAT(places(rule({.monthly = 1}), days), ElementsAre(0));
  EXPECT_THAT(places(rule({.monthly = 5}), {2024_y / 3 / 9}), ElementsAre(0));
  EXPECT_THAT(places(rule({.monthly = 5}), {}), IsEmpty());
}

TEST(CalendarRule, HasTheWeeksOfIso8601) {
  const CalendarRule weekly = rule({.weekly = 9});
  EXPECT_EQ(weekly.period_of(2021_y / 1 / 3), weekly.period_of(2020_y / 12 / 28)) << "week 53 of 2020";
  EXPECT_NE(weekly.period_of(2021_y / 1 / 3), weekly.period_of(2021_y / 1 / 4)) << "a Sunday and its Monday";
  EXPECT_EQ(weekly.period_of(2024_y / 12 / 30), weekly.period_of(2025_y / 1 / 5)) << "week 1 of 2025";
}

TEST(CalendarRule, HasTheMonthsAndYearsOfTheCalendar) {
  const CalendarRule monthly = rule({.monthly = 1});
  EXPECT_EQ(monthly.period_of(2024_y / 2 / 1), monthly.period_of(2024_y / 2 / 29));
  EXPECT_NE(monthly.period_of(2024_y / 2 / 29), monthly.period_of(2023_y / 2 / 28));
  const CalendarRule yearly = rule({.yearly = 1});
  EXPECT_EQ(yearly.period_of(2024_y / 1 / 1), yearly.period_of(2024_y / 12 / 31));
  EXPECT_NE(yearly.period_of(2024_y / 1 / 1), yearly.period_of(2023_y / 12 / 31));
}

}  // namespace
}  // namespace mongokeep::retention
