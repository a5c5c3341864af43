// Once its buffer has the size, writing a document allocates nothing: neither through operator new, which this program
// counts, nor by growing the buffer.

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "extjson/bson_builder.h"
#include "extjson/rich_document.h"

namespace {

std::atomic<long> allocations = 0;

}  // namespace

// Not inlined, since gcc would then warn of malloc and free where it knows new and delete to be.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace mongokeep::extjson {
namespace {

/// Writes the document a hundred times into one warm buffer and returns how often memory was asked for.
long allocations_for(JsonFormat format, const Bytes& document) {
  const DocumentWriter writer(format);
  TextBuffer text;
  writer.write(view_of(document), text);
  const std::size_t capacity = text.capacity();
  const long before = allocations;
  for (int round = 0; round < 100; ++round) {
    text.clear();
    writer.write(view_of(document), text);
  }
  const long after = allocations;
  EXPECT_EQ(text.capacity(), capacity);
  return after - before;
}

TEST(Allocation, IsCounted) {
  const long before = allocations;
  ::operator delete(::operator new(1));
  EXPECT_EQ(allocations, before + 1);
}

TEST(Allocation, IsNotDonePerDocument) {
  for (const JsonFormat format : {JsonFormat::canonical, JsonFormat::relaxed, JsonFormat::plain}) {
    EXPECT_EQ(allocations_for(format, rich_document()), 0);
    EXPECT_EQ(allocations_for(format, BsonBuilder().add_string("text", std::string(20'000, '\n')).bytes()), 0);
  }
}

TEST(Allocation, IsNotDonePerEnvelope) {
  const Bytes document = BsonBuilder().add_int32("_id", 1).add_string("text", "\xFF").bytes();
  EXPECT_EQ(allocations_for(JsonFormat::canonical, document), 0);
}

}  // namespace
}  // namespace mongokeep::extjson
