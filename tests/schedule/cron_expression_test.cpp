#include "schedule/cron_expression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mongokeep/error.h"

namespace mongokeep::schedule {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

template <std::size_t size>
std::vector<int> values_in(const std::bitset<size>& set) {
  std::vector<int> values;
  for (std::size_t i = 0; i < size; ++i) {
    if (set[i]) values.push_back(static_cast<int>(i));
  }
  return values;
}

std::vector<int> in_minutes(const std::string& field) {
  return values_in(CronExpression::parse(field + " 1 * * *").minutes());
}

std::vector<int> in_hours(const std::string& field) {
  return values_in(CronExpression::parse("0 " + field + " * * *").hours());
}

/// Weekdays that the field allows, Sunday first.
std::vector<int> weekdays(const std::string& field) {
  const CronExpression expression = CronExpression::parse("0 1 * * " + field);
  std::vector<int> found;
  for (int weekday = 0; weekday < 7; ++weekday) {
    if (expression.is_on_day(1, 1, weekday)) found.push_back(weekday);
  }
  return found;
}

std::string refusal(const std::string& text) {
  try {
    CronExpression::parse(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::configuration);
    return error.what();
  }
  return "taken";
}

TEST(CronExpression, TakesValuesListsRangesAndSteps) {
  EXPECT_THAT(in_minutes("7"), ElementsAre(7));
  EXPECT_THAT(in_minutes("5,7,3"), ElementsAre(3, 5, 7));
  EXPECT_THAT(in_minutes("3-6"), ElementsAre(3, 4, 5, 6));
  EXPECT_THAT(in_minutes("*/20"), ElementsAre(0, 20, 40));
  EXPECT_THAT(in_minutes("10-30/10,59"), ElementsAre(10, 20, 30, 59));
  EXPECT_THAT(in_minutes("3-3"), ElementsAre(3));
  EXPECT_THAT(in_minutes("0-59/59"), ElementsAre(0, 59));
  EXPECT_EQ(in_minutes("*").size(), 60U);
  EXPECT_EQ(in_minutes("*/1").size(), 60U);
  EXPECT_EQ(in_hours("*").size(), 24U);
  EXPECT_THAT(in_hours("23"), ElementsAre(23));
}

TEST(CronExpression, TakesNamesInEitherCase) {
  EXPECT_THAT(weekdays("mon-fri"), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(weekdays("SAT,Sun"), ElementsAre(0, 6));
  const CronExpression expression = CronExpression::parse("0 1 1 JAN,jul *");
  EXPECT_TRUE(expression.is_on_day(1, 1, 3));
  EXPECT_TRUE(expression.is_on_day(7, 1, 3));
  EXPECT_FALSE(expression.is_on_day(6, 1, 3));
}

TEST(CronExpression, TakesSundayAsSevenToo) {
  EXPECT_THAT(weekdays("7"), ElementsAre(0));
  EXPECT_THAT(weekdays("5-7"), ElementsAre(0, 5, 6));
  EXPECT_THAT(weekdays("fri-sun"), ElementsAre(0, 5, 6));
  EXPECT_THAT(weekdays("sun-tue"), ElementsAre(0, 1, 2));
  EXPECT_THAT(weekdays("sun-sun"), ElementsAre(0));
  EXPECT_THAT(weekdays("mon-sun"), ElementsAre(0, 1, 2, 3, 4, 5, 6));
}

TEST(CronExpression, TakesEitherDayWhereBothAreRestricted) {
  const CronExpression either = CronExpression::parse("0 1 13 * fri");
  EXPECT_TRUE(either.is_on_day(2, 13, 3));
  EXPECT_TRUE(either.is_on_day(2, 20, 5));
  EXPECT_FALSE(either.is_on_day(2, 20, 3));
  // As in Vixie cron, a field that begins with a star restricts nothing by itself.
  const CronExpression both = CronExpression::parse("0 1 */2 * fri");
  EXPECT_TRUE(both.is_on_day(2, 13, 5));
  EXPECT_FALSE(both.is_on_day(2, 13, 3));
  EXPECT_FALSE(both.is_on_day(2, 20, 5));
}

TEST(CronExpression, TakesNicknames) {
  for (const char* name : {"@daily", "@midnight"}) {
    const CronExpression expression = CronExpression::parse(name);
    EXPECT_THAT(values_in(expression.hours()), ElementsAre(0)) << name;
    EXPECT_THAT(values_in(expression.minutes()), ElementsAre(0)) << name;
    EXPECT_TRUE(expression.is_on_day(5, 17, 2)) << name;
    EXPECT_EQ(expression.text(), name);
  }
  EXPECT_TRUE(CronExpression::parse("@hourly").is_every_hour());
  EXPECT_FALSE(CronExpression::parse("@weekly").is_on_day(5, 17, 1));
  EXPECT_TRUE(CronExpression::parse("@weekly").is_on_day(5, 17, 0));
  EXPECT_TRUE(CronExpression::parse("@monthly").is_on_day(5, 1, 4));
  EXPECT_FALSE(CronExpression::parse("@annually").is_on_day(5, 1, 4));
  EXPECT_TRUE(CronExpression::parse("@yearly").is_on_day(1, 1, 4));
}

TEST(CronExpression, TakesAnyBlanksBetweenFields) {
  EXPECT_THAT(values_in(CronExpression::parse("  30\t4  *  * * ").minutes()), ElementsAre(30));
}

TEST(CronExpression, SaysWhatIsWrong) {
  EXPECT_THAT(refusal(""), HasSubstr("it has 0 fields, but needs five"));
  EXPECT_THAT(refusal("0 1 * *"), HasSubstr("it has 4 fields"));
  EXPECT_THAT(refusal("0 0 1 * * *"), HasSubstr("it has 6 fields"));
  EXPECT_THAT(refusal("60 1 * * *"), HasSubstr("in \"60\" (the minute), 60 is not between 0 and 59"));
  EXPECT_THAT(refusal("0 24 * * *"), HasSubstr("(the hour), 24 is not between 0 and 23"));
  EXPECT_THAT(refusal("0 1 0 * *"), HasSubstr("(the day of the month), 0 is not between 1 and 31"));
  EXPECT_THAT(refusal("0 1 * 13 *"), HasSubstr("(the month), 13"));
  EXPECT_THAT(refusal("0 1 * * 8"), HasSubstr("(the day of the week), 8"));
  EXPECT_THAT(refusal("-5 1 * * *"), HasSubstr("\"\" is not a number"));
  EXPECT_THAT(refusal("0 5-3 * * *"), HasSubstr("the range goes backwards"));
  EXPECT_THAT(refusal("0 1,,2 * * *"), HasSubstr("a value is missing"));
  EXPECT_THAT(refusal("0 1, * * *"), HasSubstr("a value is missing"));
  EXPECT_THAT(refusal("*/0 1 * * *"), HasSubstr("the step must be from 1 to 59"));
  EXPECT_THAT(refusal("*/90 1 * * *"), HasSubstr("the step must be from 1 to 59"));
  EXPECT_THAT(refusal("5/15 1 * * *"), HasSubstr("Write 5-59/15"));
  EXPECT_THAT(refusal("*/x 1 * * *"), HasSubstr("\"x\" is not a number"));
  EXPECT_THAT(refusal("0 1 * jam *"), HasSubstr("\"jam\" is not a number or a name"));
  EXPECT_THAT(refusal("0 1 ? * *"), HasSubstr("\"?\" is not a number"));
  EXPECT_THAT(refusal("0 99999999999999999999 * * *"), HasSubstr("is not a number"));
  EXPECT_THAT(refusal("@reboot"), HasSubstr("Use @hourly, @daily"));
}

TEST(CronExpression, RefusesDaysThatNeverCome) {
  EXPECT_THAT(refusal("0 0 30 feb *"), HasSubstr("this day never comes"));
  EXPECT_THAT(refusal("0 0 31 2,4,6,9,11 *"), HasSubstr("this day never comes"));
  EXPECT_EQ(refusal("0 0 29 2 *"), "taken");
  EXPECT_EQ(refusal("0 0 30 2 mon"), "taken");
}

}  // namespace
}  // namespace mongokeep::schedule
