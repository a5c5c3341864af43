#include "base/text/quantity.h"

#include <gtest/gtest.h>

#include <cstdint>

#include "cli/error_text.h"

namespace mongokeep {
namespace {

using namespace std::chrono_literals;
using cli::error_of;

TEST(Quantity, GroupsDigits) {
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(1000), "1,000");
  EXPECT_EQ(count_text(123456), "123,456");
  EXPECT_EQ(count_text(UINT64_MAX), "18,446,744,073,709,551,615");
}

TEST(Quantity, GivesSizesThreeDigits) {
  EXPECT_EQ(size_text(0), "0 B");
  EXPECT_EQ(size_text(1023), "1023 B");
  EXPECT_EQ(size_text(1024), "1.00 KiB");
  EXPECT_EQ(size_text(12595), "12.3 KiB");
  EXPECT_EQ(size_text(1048575), "1.00 MiB");
  EXPECT_EQ(size_text(std::uint64_t{123} << 30), "123 GiB");
  EXPECT_EQ(size_text(UINT64_MAX), "16.0 EiB");
}

TEST(Quantity, GivesSpeedsInDecimalUnits) {
  EXPECT_EQ(speed_text(0), "0.00 kB/s");
  EXPECT_EQ(speed_text(45.2e6), "45.2 MB/s");
  EXPECT_EQ(speed_text(999.6e6), "1.00 GB/s");
}

TEST(Quantity, GivesDurations) {
  EXPECT_EQ(duration_text(0ms), "0.0 s");
  EXPECT_EQ(duration_text(1234ms), "1.2 s");
  EXPECT_EQ(duration_text(9960ms), "10 s");
  EXPECT_EQ(duration_text(185s), "3 min 05 s");
  EXPECT_EQ(duration_text(7620s), "2 h 07 min");
}

TEST(Quantity, GivesAgesRoundedUp) {
  EXPECT_EQ(age_text(0s), "0 s");
  EXPECT_EQ(age_text(59s), "59 s");
  EXPECT_EQ(age_text(60s), "1 min");
  EXPECT_EQ(age_text(61s), "2 min");
  EXPECT_EQ(age_text(59min + 1s), "1 h");
  EXPECT_EQ(age_text(5h), "5 h");
  EXPECT_EQ(age_text(26h + 1s), "26 h 01 min");
  EXPECT_EQ(age_text(47h + 59min), "47 h 59 min");
  EXPECT_EQ(age_text(47h + 59min + 1s), "2 days");
  EXPECT_EQ(age_text(48h + 1s), "2 days 1 h");
  EXPECT_EQ(age_text(76h), "3 days 4 h");
  EXPECT_EQ(age_text(24h * 100), "100 days");
}

TEST(Quantity, CountsDown) {
  EXPECT_EQ(countdown_text(9s), "0:09");
  EXPECT_EQ(countdown_text(754s), "12:34");
  EXPECT_EQ(countdown_text(3723s), "1:02:03");
}

}  // namespace
}  // namespace mongokeep
