#include "archive/dated_name.h"

#include <gtest/gtest.h>

namespace mongokeep::archive {
namespace {

std::string day_name(int year, int month, int day) {
  return DatedName{{year, month, day}}.text();
}

TEST(DatedName, HasTheDaysOrdinal) {
  const char* names[] = {"1st",  "2nd",  "3rd",  "4th",  "5th",  "6th",  "7th",  "8th",  "9th",  "10th", "11th",
                         "12th", "13th", "14th", "15th", "16th", "17th", "18th", "19th", "20th", "21st", "22nd",
                         "23rd", "24th", "25th", "26th", "27th", "28th", "29th", "30th", "31st"};
  for (int day = 1; day <= 31; ++day) {
    EXPECT_EQ(day_name(2024, 1, day), std::string(names[day - 1]) + "_Jan_2024");
  }
}

TEST(DatedName, HasTheMonthsShortEnglishName) {
  const char* names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  for (int month = 1; month <= 12; ++month) {
    EXPECT_EQ(day_name(2024, month, 20), std::string("20th_") + names[month - 1] + "_2024");
  }
}

TEST(DatedName, TakesTheTimeAndThenANumber) {
  DatedName name{{2024, 2, 21, 14, 5, 12}, true};
  EXPECT_EQ(name.text(), "21st_Feb_2024_140512");
  EXPECT_EQ(name.unfinished_text(), ".21st_Feb_2024_140512.partial");
  name.number = 2;
  EXPECT_EQ(name.text(), "21st_Feb_2024_140512_2");
}

TEST(DatedName, ReadsEveryDayOfLeapYearAndCentury) {
  for (const int year : {2023, 2024, 2100}) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= 28; ++day) {
        const std::string text = day_name(year, month, day);
        const auto name = DatedName::parse(text);
        ASSERT_TRUE(name) << text;
        EXPECT_EQ(name->text(), text);
      }
    }
  }
  EXPECT_TRUE(DatedName::parse("29th_Feb_2024"));
  EXPECT_FALSE(DatedName::parse("29th_Feb_2023"));
  EXPECT_FALSE(DatedName::parse("29th_Feb_2100"));
}

TEST(DatedName, ReadsNothingThatItWouldNotWrite) {
  for (const char* text : {"",
                           "20th",
                           "20th_Feb",
                           "20th_Feb_24",
                           "20st_Feb_2024",
                           "020th_Feb_2024",
                           "0th_Feb_2024",
                           "32nd_Jan_2024",
                           "31st_Apr_2024",
                           "20th_feb_2024",
                           "20th_Fob_2024",
                           "20th_Feb_2024 ",
                           " 20th_Feb_2024",
                           "20th_Feb_2024_",
                           "20th_Feb_2024_1405",
                           "20th_Feb_2024_246060",
                           "20th_Feb_2024_240000",
                           "20th_Feb_2024_006000",
                           "20th_Feb_2024_000060",
                           "20th_Feb_2024_140512_1",
                           "20th_Feb_2024_140512_02",
                           "20th_Feb_2024.partial",
                           ".20th_Feb_2024.partial",
                           "20th_Feb_2024/",
                           "20th_Feb_2024\n",
                           "20th-Feb-2024",
                           "1st_Jan_3000",
                           "1st_Jan_2262",
                           "1st_Jan_1969"}) {
    EXPECT_FALSE(DatedName::parse(text)) << text;
  }
}

TEST(DatedName, IsOfAnyTimeThatTheClockShows) {
  for (const char* text : {"1st_Jan_1970", "31st_Dec_2261_235959", "20th_Feb_2024_000000"}) {
    EXPECT_TRUE(DatedName::parse(text)) << text;
  }
}

TEST(DatedName, TellsTheCondemnedFromTheOthers) {
  const auto name = DatedName::parse_condemned(".deleting-20th_Feb_2024_140512_2");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->text(), "20th_Feb_2024_140512_2");
  EXPECT_EQ(name->condemned_text(), ".deleting-20th_Feb_2024_140512_2");
  for (const char* text : {"20th_Feb_2024", ".deleting-", ".deleting-photos", ".deleting-31st_Feb_2024",
                           "deleting-20th_Feb_2024", ".deleting-20th_Feb_2024.partial", ".20th_Feb_2024.partial"}) {
    EXPECT_FALSE(DatedName::parse_condemned(text)) << text;
  }
}

TEST(DatedName, TellsTheUnfinishedFromTheFinished) {
  EXPECT_TRUE(DatedName::parse_unfinished(".20th_Feb_2024.partial"));
  EXPECT_TRUE(DatedName::parse_unfinished(".20th_Feb_2024_140512.partial"));
  for (const char* text : {"20th_Feb_2024.partial", ".20th_Feb_2024", ".partial", ".x.partial", "..partial", "."}) {
    EXPECT_FALSE(DatedName::parse_unfinished(text)) << text;
  }
}

}  // namespace
}  // namespace mongokeep::archive
