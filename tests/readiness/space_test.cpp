#include <gtest/gtest.h>

#include "readiness/space_check.h"

namespace mongokeep::readiness {
namespace {

constexpr std::uint64_t mib = std::uint64_t{1} << 20U;

TEST(Space, IsEnoughForTwoMoreBackups) {
  const Finding found = judge_space({.free_bytes = 200 * mib, .free_files = {}, .last_bytes = 100 * mib});
  EXPECT_EQ(found.verdict, Verdict::ok);
  EXPECT_EQ(found.finding, "200 MiB free; the newest complete backup takes 100 MiB");
  EXPECT_EQ(found.hint, "");
}

TEST(Space, WarnsWhereThereIsRoomForOneMoreOnly) {
  EXPECT_EQ(judge_space({.free_bytes = 200 * mib - 1, .free_files = {}, .last_bytes = 100 * mib}).verdict,
            Verdict::warning);
  EXPECT_EQ(judge_space({.free_bytes = 100 * mib, .free_files = {}, .last_bytes = 100 * mib}).verdict,
            Verdict::warning);
}

TEST(Space, FailsWhereTheNextBackupDoesNotFit) {
  const Finding found = judge_space({.free_bytes = 100 * mib - 1, .free_files = {}, .last_bytes = 100 * mib});
  EXPECT_EQ(found.verdict, Verdict::failed);
  EXPECT_NE(found.hint, "");
  EXPECT_EQ(judge_space({.free_bytes = 0, .free_files = {}, .last_bytes = 1}).verdict, Verdict::failed);
  EXPECT_EQ(judge_space({.free_bytes = 0, .free_files = {}, .last_bytes = UINT64_MAX}).verdict, Verdict::failed);
}

TEST(Space, FailsWhereThereAreTooFewInodes) {
  SpaceFigures figures{.free_bytes = 200 * mib, .free_files = 13, .last_bytes = mib, .last_files = 10};
  EXPECT_EQ(judge_space(figures).verdict, Verdict::failed);
  figures.free_files = 14;
  EXPECT_EQ(judge_space(figures).verdict, Verdict::ok);
}

TEST(Space, IsAGuessWithoutABackup) {
  EXPECT_EQ(judge_space({.free_bytes = 100 * mib, .free_files = {}, .last_bytes = {}}).verdict, Verdict::unknown);
  const Finding found =
      judge_space({.free_bytes = 100 * mib, .free_files = {}, .last_bytes = {}, .data_size = 10 * mib});
  EXPECT_EQ(found.verdict, Verdict::ok);
  EXPECT_EQ(found.finding, "100 MiB free; there is no backup to compare with; the server has 10.0 MiB of documents");
  EXPECT_EQ(judge_space({.free_bytes = mib, .free_files = {}, .last_bytes = {}, .data_size = 10 * mib}).verdict,
            Verdict::warning)
      << "a guess is no failure";
}

TEST(Space, IsNotKnownWhereTheRootIsNot) {
  EXPECT_EQ(judge_space({}).verdict, Verdict::unknown);
}

}  // namespace
}  // namespace mongokeep::readiness
