#include "restore/byte_budget.h"

#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <thread>

namespace mongokeep::restore {
namespace {

TEST(ByteBudget, LetsNobodyWaitAsLongAsThereIsEnough) {
  ByteBudget budget(100);
  const ByteBudget::Share first = budget.take(60, {});
  const ByteBudget::Share second = budget.take(40, {});
  EXPECT_TRUE(first.is_held());
  EXPECT_TRUE(second.is_held());
}

TEST(ByteBudget, GivesToWhoeverWaitsWhatIsGivenBack) {
  ByteBudget budget(100);
  std::optional<ByteBudget::Share> first = budget.take(60, {});
  std::future<bool> other = std::async(std::launch::async, [&] { return budget.take(60, {}).is_held(); });
  EXPECT_EQ(other.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
  first.reset();
  EXPECT_TRUE(other.get());
}

TEST(ByteBudget, GivesMoreThanThereIsToOneAlone) {
  ByteBudget budget(100);
  std::optional<ByteBudget::Share> large = budget.take(500, {});
  std::future<bool> other = std::async(std::launch::async, [&] { return budget.take(1, {}).is_held(); });
  EXPECT_EQ(other.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
  large.reset();
  EXPECT_TRUE(other.get());
}

TEST(ByteBudget, EndsWaitingWhereItIsToldToStop) {
  ByteBudget budget(100);
  const ByteBudget::Share first = budget.take(100, {});
  std::stop_source stop;
  std::future<bool> other = std::async(std::launch::async, [&] { return budget.take(1, stop.get_token()).is_held(); });
  stop.request_stop();
  EXPECT_TRUE(other.get());
}

TEST(ByteBudget, IsGivenBackOnceByWhateverHoldsIt) {
  ByteBudget budget(100);
  {
    ByteBudget::Share share = budget.take(100, {});
    ByteBudget::Share moved = std::move(share);
    EXPECT_FALSE(share.is_held());  // NOLINT: what is left of it is what is asked
    moved = ByteBudget::Share();
    EXPECT_FALSE(moved.is_held());
  }
  EXPECT_TRUE(budget.take(100, {}).is_held());
}

}  // namespace
}  // namespace mongokeep::restore
