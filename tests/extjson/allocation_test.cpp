// Once their buffers have the size, writing and reading a document allocate nothing: neither through operator new,
// which this program counts, nor by growing the buffer.

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "extjson/bson_builder.h"
#include "extjson/document_reader.h"
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
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
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

/// Reads the texts a hundred times with one warm reader and returns how often memory was asked for.
long allocations_for_reading(std::initializer_list<Bytes> documents, JsonFormat format, TextRules rules = {}) {
  std::vector<std::string> texts;
  for (const Bytes& document : documents) {
    std::string& text = texts.emplace_back(json_of(format, document));
    text.reserve(text.size() + reading_room);
  }
  DocumentReader reader(rules);
  for (const std::string& text : texts) EXPECT_FALSE(reader.read(text));
  const long before = allocations;
  for (int round = 0; round < 100; ++round) {
    for (const std::string& text : texts) reader.read(text);
  }
  return allocations - before;
}

TEST(Allocation, IsNotDonePerDocumentRead) {
  const Bytes small = BsonBuilder().add_int32("_id", 1).bytes();
  const Bytes large = BsonBuilder().add_string("text", std::string(100'000, '\n')).bytes();
  EXPECT_EQ(allocations_for_reading({rich_document(), small, large}, JsonFormat::canonical), 0);
  EXPECT_EQ(allocations_for_reading({rich_document(), small, large}, JsonFormat::relaxed), 0);
  const TextRules guessed{TextRules::Wrappers::literal, TextRules::Guess::ids_and_dates};
  EXPECT_EQ(allocations_for_reading({rich_document(), small, large}, JsonFormat::plain, guessed), 0);
}

TEST(Allocation, IsNotDonePerEnvelopeRead) {
  const Bytes document = BsonBuilder().add_int32("_id", 1).add_string("text", "\xFF").bytes();
  EXPECT_EQ(allocations_for_reading({document}, JsonFormat::canonical), 0);
}

}  // namespace
}  // namespace mongokeep::extjson
