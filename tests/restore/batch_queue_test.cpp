#include "restore/batch_queue.h"

#include <gtest/gtest.h>

#include <future>
#include <vector>

namespace mongokeep::restore {
namespace {

LoadBatch batch_of_line(std::uint64_t line) {
  LoadBatch batch;
  batch.lines.push_back(line);
  return batch;
}

TEST(BatchQueue, HandsBatchesOnInOrder) {
  BatchQueue queue(3);
  for (std::uint64_t line = 1; line <= 3; ++line) EXPECT_TRUE(queue.push(batch_of_line(line)));
  queue.close();
  for (std::uint64_t line = 1; line <= 3; ++line) EXPECT_EQ(queue.pop()->lines.front(), line);
  EXPECT_FALSE(queue.pop().has_value());
}

TEST(BatchQueue, HoldsNoMoreThanItMay) {
  BatchQueue queue(1);
  ASSERT_TRUE(queue.push(batch_of_line(1)));
  auto second = std::async(std::launch::async, [&] { return queue.push(batch_of_line(2)); });
  EXPECT_EQ(queue.pop()->lines.front(), 1U);
  EXPECT_TRUE(second.get());
  EXPECT_EQ(queue.pop()->lines.front(), 2U);
}

TEST(BatchQueue, ReleasesThoseWhoWaitWhenItIsAbandoned) {
  BatchQueue full(1);
  ASSERT_TRUE(full.push(batch_of_line(1)));
  auto pushing = std::async(std::launch::async, [&] { return full.push(batch_of_line(2)); });
  full.abandon();
  EXPECT_FALSE(pushing.get());
  EXPECT_FALSE(full.pop().has_value());

  BatchQueue empty(1);
  auto popping = std::async(std::launch::async, [&] { return empty.pop(); });
  empty.abandon();
  EXPECT_FALSE(popping.get().has_value());
}

TEST(BatchQueue, StaysAbandonedWhenItIsClosed) {
  BatchQueue queue(1);
  queue.abandon();
  queue.close();
  EXPECT_FALSE(queue.push(batch_of_line(1)));
}

TEST(BatchQueue, ServesSeveralSenders) {
  constexpr std::uint64_t batches = 1000;
  BatchQueue queue(2);
  const auto add_up = [&] {
    std::uint64_t sum = 0;
    while (const auto batch = queue.pop()) sum += batch->lines.front();
    return sum;
  };
  auto one = std::async(std::launch::async, add_up);
  auto other = std::async(std::launch::async, add_up);
  for (std::uint64_t line = 1; line <= batches; ++line) ASSERT_TRUE(queue.push(batch_of_line(line)));
  queue.close();
  EXPECT_EQ(one.get() + other.get(), batches * (batches + 1) / 2);
}

}  // namespace
}  // namespace mongokeep::restore
