#include "retention/believed_time.h"

#include <gtest/gtest.h>

#include "base/text/time_text.h"

namespace mongokeep::retention {
namespace {

using std::chrono::hours;

/// How many hours the clock is not believed where the newest backup is this old.
int hours_in_doubt(int hours_ago, int days_to_keep) {
  const auto now = parse_utc_text("2024-06-01T03:00:00.000Z").value();
  return static_cast<int>((now - believed_time(now, now - hours(hours_ago), days_to_keep)) / hours(1));
}

TEST(BelievedTime, IsTheClocksWhereBackupsBearItOut) {
  const auto now = parse_utc_text("2024-06-01T03:00:00.000Z").value();
  EXPECT_EQ(believed_time(now, std::nullopt, 90), now);
  EXPECT_EQ(believed_time(now, now + hours(1), 90), now);
  EXPECT_EQ(hours_in_doubt(2, 90), 0);
  EXPECT_EQ(hours_in_doubt(7 * 24, 90), 0) << "weekly";
}

TEST(BelievedTime, StandsStillWhileNoBackupIsMade) {
  EXPECT_EQ(hours_in_doubt(7 * 24 + 1, 90), 1);
  EXPECT_EQ(hours_in_doubt(100 * 24, 90), 93 * 24);
  EXPECT_EQ(hours_in_doubt(100 * 24, 36500), 93 * 24);
}

TEST(BelievedTime, StandsStillEarlierWhereBackupsAreKeptForLess) {
  EXPECT_EQ(hours_in_doubt(100 * 24, 4), 98 * 24);
  EXPECT_EQ(hours_in_doubt(48, 1), 0) << "nightly ones come a day apart, give or take";
  EXPECT_EQ(hours_in_doubt(100 * 24, 1), 98 * 24);
}

}  // namespace
}  // namespace mongokeep::retention
