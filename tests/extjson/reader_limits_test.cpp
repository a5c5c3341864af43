// Text that is deep, large or long.

#include <gtest/gtest.h>

#include <string>

#include "extjson/bson_buffer.h"
#include "extjson/expected_fault.h"
#include "extjson/token_index.h"
#include "support/repeated.h"

namespace mongokeep::extjson {
namespace {

using test::repeated;

/// A document with `levels` documents in all, each in the next.
std::string nested_documents(std::size_t levels, const std::string& inside = "{}") {
  return repeated(levels - 1, "{\"a\":") + inside + std::string(levels - 1, '}');
}

TEST(ReaderLimits, LetDocumentsBeNestedAsDeepAsWritersDo) {
  const TextReading reading = read_text(nested_documents(deepest_nesting));
  ASSERT_FALSE(reading.fault) << fault_text(reading);
  EXPECT_EQ(json_of(JsonFormat::canonical, reading.bytes), nested_documents(deepest_nesting));
  EXPECT_FALSE(read_text(nested_documents(deepest_nesting, R"({"a":{"$date":{"$numberLong":"1"}}})")).fault);
  const TextReading deeper = read_text(nested_documents(deepest_nesting + 1));
  ASSERT_TRUE(deeper.fault);
  EXPECT_EQ(deeper.fault->offset, deepest_nesting * std::string_view("{\"a\":").size());
  EXPECT_EQ(deeper.fault->cause, "documents are nested more than 200 levels deep");
}

TEST(ReaderLimits, CountArraysAndScopes) {
  const auto array = [](std::size_t levels) {
    return "{\"a\":" + std::string(levels, '[') + std::string(levels, ']') + "}";
  };
  EXPECT_FALSE(read_text(array(deepest_nesting - 1)).fault);
  EXPECT_TRUE(read_text(array(deepest_nesting)).fault);
  const auto scope = [](std::size_t levels) {
    return "{\"a\":" + repeated(levels, "{\"$code\":\"\",\"$scope\":{\"a\":") + "1" + repeated(levels, "}}") + "}";
  };
  EXPECT_FALSE(read_text(scope(deepest_nesting - 1)).fault);
  EXPECT_TRUE(read_text(scope(deepest_nesting)).fault);
}

TEST(ReaderLimits, RefuseAnyDepthWithoutUsingItUp) {
  for (const std::size_t levels : {5'000, 1'000'000}) {
    for (const char* open : {"{\"a\":", "[", "{\"$code\":\"\",\"$scope\":", "{\"$date\":", "{\"_id\":"}) {
      const TextReading reading = read_text("{\"a\":" + repeated(levels, open));
      ASSERT_TRUE(reading.fault);
      EXPECT_LE(reading.fault->path.size(), 256 + std::string_view("…").size());
    }
    EXPECT_TRUE(read_text(nested_documents(levels)).fault);
    EXPECT_TRUE(read_text("{\"_id\":" + nested_documents(levels) + "}").fault);
    EXPECT_TRUE(read_text("{\"a\":" + repeated(levels, "[") + "\"").fault);
  }
}

/// A document of exactly this size, made of one string.
std::string text_of_size(std::size_t bson_size) {
  const std::size_t around = BsonBuilder().add_string("a", "").bytes().size();
  return "{\"a\":\"" + std::string(bson_size - around, 'x') + "\"}";
}

TEST(ReaderLimits, LetDocumentsBeAsLargeAsServersTakeThem) {
  const TextReading largest = read_text(text_of_size(largest_document));
  ASSERT_FALSE(largest.fault) << fault_text(largest);
  EXPECT_EQ(largest.bytes.size(), largest_document);
  const TextReading larger = read_text(text_of_size(largest_document + 1));
  ASSERT_TRUE(larger.fault);
  EXPECT_EQ(larger.fault->cause, "the document has more than 16 MiB");
}

TEST(ReaderLimits, RefuseALargeDocumentOfManySmallMembers) {
  // 12 bytes each at the most.
  constexpr std::size_t count = 3'000'000;
  const TextReading reading = read_text("{\"a\":[" + repeated(count, "1,") + "1]}");
  ASSERT_TRUE(reading.fault);
  EXPECT_EQ(reading.fault->cause, "the document has more than 16 MiB");
  EXPECT_LT(reading.fault->offset, 2 * count);
  EXPECT_TRUE(read_text("{\"a\":[" + repeated(count, "[],") + "1]}").fault);
}

TEST(ReaderLimits, HoldForTheDocumentInAnEnvelope) {
  const auto envelope = [](std::size_t size) {
    const std::size_t around = BsonBuilder().add_string("a", "").bytes().size();
    return json_of(JsonFormat::canonical, BsonBuilder().add_string("a", std::string(size - around, '\xFF')));
  };
  const TextReading largest = read_text(envelope(largest_document));
  ASSERT_FALSE(largest.fault) << fault_text(largest);
  EXPECT_EQ(largest.bytes.size(), largest_document);
  const TextReading larger = read_text(envelope(largest_document + 1));
  ASSERT_TRUE(larger.fault);
  EXPECT_EQ(larger.fault->cause, "the document in $bson has more than 16 MiB");
}

TEST(ReaderLimits, RefuseTextThatCanOnlyBeTooMuch) {
  std::string text;
  text.reserve(TokenIndex::longest_text + 1 + reading_room);
  text = "{}";
  text.resize(TokenIndex::longest_text + 1, ' ');
  const std::optional<TextFault> fault = DocumentReader().read(text);
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->offset, TokenIndex::longest_text);
}

}  // namespace
}  // namespace mongokeep::extjson
