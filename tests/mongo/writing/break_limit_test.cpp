#include "mongo/writing/break_limit.h"

#include <gtest/gtest.h>

namespace mongokeep::mongo {
namespace {

using std::chrono::minutes;
using std::chrono::steady_clock;

constexpr steady_clock::time_point begin{std::chrono::hours(1)};

TEST(BreakLimit, IsFiveMinutesAfterTheFirstBreak) {
  BreakLimit limit(1000);
  EXPECT_TRUE(limit.allows_another_try(begin));
  EXPECT_TRUE(limit.allows_another_try(begin + minutes(5)));
  EXPECT_FALSE(limit.allows_another_try(begin + minutes(5) + std::chrono::seconds(1)));
}

TEST(BreakLimit, BeginsAnewWhereMuchComesThroughAtOnce) {
  BreakLimit limit(1000);
  EXPECT_TRUE(limit.allows_another_try(begin));
  limit.note_written(62);
  EXPECT_TRUE(limit.allows_another_try(begin + minutes(6)));
  limit.note_written(61);
  EXPECT_FALSE(limit.allows_another_try(begin + minutes(12)));
}

TEST(BreakLimit, BeginsAnewWhereADocumentIsAtFaultAmongOthersThatAreNot) {
  BreakLimit limit(1000);
  EXPECT_TRUE(limit.allows_another_try(begin));
  limit.note_written(1);
  limit.note_found();
  EXPECT_TRUE(limit.allows_another_try(begin + minutes(6)));
  limit.note_found();
  EXPECT_FALSE(limit.allows_another_try(begin + minutes(12))) << "where none comes through, it is the network";
}

}  // namespace
}  // namespace mongokeep::mongo
