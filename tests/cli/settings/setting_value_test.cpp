#include "cli/settings/setting_value.h"

#include <gtest/gtest.h>

#include "cli/error_text.h"

namespace mongokeep::cli {
namespace {

using namespace std::chrono_literals;

Given flag(const std::string& value) {
  return {Source::flag, "--flag", {value}};
}

std::string refusal_of_length(const std::string& value) {
  return error_of(ErrorKind::usage, [&] { duration_of(flag(value)); });
}

TEST(NumberIn, TakesTheLimitsOfItsRange) {
  EXPECT_EQ(number_in(flag("1"), 1, 100), 1);
  EXPECT_EQ(number_in(flag("100"), 1, 100), 100);
  EXPECT_EQ(number_in(flag("007"), 1, 100), 7);
}

TEST(NumberIn, RefusesWhatIsOutsideOrNoNumber) {
  for (const std::string value : {"0", "101", "-1", "ninety", "9.5", "5 ", " 5", "+5", "0x5", "99999999999999999999"}) {
    EXPECT_EQ(error_of(ErrorKind::usage, [&] { number_in(flag(value), 1, 100); }),
              "cannot use the setting --flag: \"" + value + "\" is not a whole number from 1 to 100");
  }
  EXPECT_EQ(error_of(ErrorKind::configuration,
                     [] {
                       number_in({Source::environment, "KEEP", {"0"}}, 1, 100);
                     }),
            "cannot use the setting KEEP: \"0\" is not a whole number from 1 to 100");
}

TEST(DurationOf, ReadsSecondsMinutesHoursAndDays) {
  EXPECT_EQ(duration_of(flag("1s")), 1s);
  EXPECT_EQ(duration_of(flag("90m")), 90min);
  EXPECT_EQ(duration_of(flag("26h")), 26h);
  EXPECT_EQ(duration_of(flag("2d")), 48h);
  EXPECT_EQ(duration_of(flag("36600d")), 24h * 36600);
}

TEST(DurationOrNoneOf, TakesNoneAsWell) {
  EXPECT_EQ(duration_or_none_of(flag("0s")), 0s);
  EXPECT_EQ(duration_or_none_of(flag("0d")), 0s);
  EXPECT_EQ(duration_or_none_of(flag("5m")), 5min);
  for (const std::string value : {"", "0", "-1s", "s"}) {
    EXPECT_EQ(error_of(ErrorKind::usage, [&] { duration_or_none_of(flag(value)); }),
              "cannot use the setting --flag: \"" + value + "\" is not a duration such as 26h, 90m or 2d");
  }
}

TEST(DurationOf, RefusesWhatIsNoLengthOfTime) {
  for (const std::string value : {"", "26", "h", "0h", "-5h", "+5h", "1.5h", "26 h", " 26h", "26H", "26hours", "1d12h",
                                  "P1D", "99999999999999999999h"}) {
    EXPECT_EQ(refusal_of_length(value),
              "cannot use the setting --flag: \"" + value + "\" is not a duration such as 26h, 90m or 2d");
  }
  EXPECT_EQ(error_of(ErrorKind::configuration,
                     [] {
                       duration_of({Source::environment, "KEEP", {"60"}});
                     }),
            "cannot use the setting KEEP: \"60\" is not a duration such as 26h, 90m or 2d");
}

TEST(DurationOf, RefusesMoreThanAHundredYears) {
  for (const std::string value : {"36601d", "3162240001s", "9223372036854775807d"}) {
    EXPECT_EQ(refusal_of_length(value), "cannot use the setting --flag: \"" + value + "\" is more than 100 years");
  }
}

}  // namespace
}  // namespace mongokeep::cli
