#include "mongo/reading/document_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

namespace mongokeep::mongo {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// Not BSON but for its length, which is all that the queue looks at.
Bytes document(std::uint32_t size, std::uint8_t filling) {
  Bytes bytes(size, filling);
  std::memcpy(bytes.data(), &size, sizeof size);
  return bytes;
}
extjson::BsonView view(const Bytes& bytes) {
  return {bytes.data(), bytes.size()};
}
Bytes copy(extjson::BsonView view) {
  return {view.data, view.data + view.size};
}

constexpr std::uint32_t half = Chunk::capacity / 2;

TEST(DocumentQueue, GivesAllInOrderWhateverItsSize) {
  std::vector<Bytes> documents;
  for (std::uint8_t number = 1; number < 60; ++number) {
    documents.push_back(document(number % 7 == 0 ? Chunk::capacity + number : number * 9000U, number));
  }
  DocumentQueue queue(2);
  std::thread reader([&] {
    for (const Bytes& one : documents) ASSERT_TRUE(queue.put(view(one)));
    queue.finish();
  });
  for (const Bytes& expected : documents) {
    const auto given = queue.take();
    ASSERT_TRUE(given);
    EXPECT_TRUE(copy(*given) == expected) << int{expected.back()};
  }
  EXPECT_FALSE(queue.take());
  EXPECT_FALSE(queue.take()) << "and goes on to say so";
  reader.join();
}

TEST(DocumentQueue, HoldsNoMoreThanItMay) {
  DocumentQueue queue(2);
  const Bytes large = document(half + 1, 1);
  std::atomic<int> put = 0;
  std::thread reader([&] {
    while (put < 5 && queue.put(view(large))) ++put;
    queue.finish();
  });
  for (int taken = 0; taken < 5; ++taken) {
    ASSERT_TRUE(queue.take());
    // One that is being taken, two that are ready, one that is being filled.
    EXPECT_LE(put, taken + 4);
  }
  EXPECT_FALSE(queue.take());
  reader.join();
}

TEST(DocumentQueue, TellsItsReaderThatNobodyTakesAnyMore) {
  DocumentQueue queue(1);
  const Bytes large = document(half + 1, 1);
  ASSERT_TRUE(queue.put(view(large)));
  ASSERT_TRUE(queue.put(view(large)));
  std::thread reader([&] {
    EXPECT_FALSE(queue.put(view(large)));
    queue.finish();
    EXPECT_FALSE(queue.wait_for_restart());
  });
  queue.give_up();
  reader.join();
}

TEST(DocumentQueue, BeginsAnew) {
  DocumentQueue queue(1);
  const Bytes first = document(100, 1);
  const Bytes second = document(100, 2);
  std::thread reader([&] {
    EXPECT_TRUE(queue.put(view(first)));
    queue.finish();
    ASSERT_TRUE(queue.wait_for_restart());
    EXPECT_TRUE(queue.put(view(second)));
    queue.finish();
    EXPECT_FALSE(queue.wait_for_restart());
  });
  EXPECT_TRUE(copy(queue.take().value()) == first);
  EXPECT_FALSE(queue.take());
  queue.restart();
  EXPECT_TRUE(copy(queue.take().value()) == second);
  EXPECT_FALSE(queue.take());
  queue.give_up();
  reader.join();
}

}  // namespace
}  // namespace mongokeep::mongo
