#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "schedule/year/world.h"

namespace mongokeep::schedule {
namespace {

/// How many years are simulated, by MKTEST_SEEDS; each has its own seed, counted from 1.
std::uint64_t seeds() {
  const char* text = std::getenv("MKTEST_SEEDS");
  return text == nullptr ? 12 : std::stoull(text);
}

TEST(Year, EndsWithTheBackupsThatTheRulesSay) {
  Counts total;
  for (std::uint64_t seed = 1; seed <= seeds(); ++seed) {
    World world(seed);
    try {
      world.run_year();
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
    for (const auto& [what, count] : world.counts()) total[what] += count;
  }
  // A rule that nothing was subject to would have been kept by anything.
  for (const char* what : {"start backup",
                           "start cleanup",
                           "left out backup",
                           "given up backup",
                           "held back cleanup",
                           "clock set by",
                           "complete backup",
                           "partial backup",
                           "backup failed",
                           "locked out",
                           "locked out for good",
                           "tried again",
                           "torn record",
                           "no record",
                           "new plans",
                           "stopped while running",
                           "died while running",
                           "cleaned up",
                           "clean-up broken off",
                           "clean-up died",
                           "removed",
                           "start drill",
                           "drilled",
                           "left out drill",
                           "kept for a reader"}) {
    EXPECT_GT(total[what], 0) << what;
  }
  for (const auto& [what, count] : total) RecordProperty(what, count);
}

}  // namespace
}  // namespace mongokeep::schedule
