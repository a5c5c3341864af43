#include "extjson/bson_element.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extjson/bson_builder.h"
#include "extjson/duplicate_keys.h"
#include "extjson/guarded_bytes.h"
#include "extjson/rich_document.h"
#include "mongokeep/error.h"

namespace mongokeep::extjson {
namespace {

using testing::ElementsAre;

std::vector<std::string> keys_of(BsonView document) {
  std::vector<std::string> keys;
  ElementReader reader(document);
  while (const auto element = reader.next()) keys.emplace_back(element->key);
  return keys;
}

TEST(ElementReader, StepsOverEveryType) {
  const GuardedBytes document(rich_document());
  EXPECT_THAT(keys_of(document.view()),
              ElementsAre("_id", "a key that is longer than one block", "inner", "binary", "old binary", "undefined",
                          "boolean", "date", "null", "regex", "pointer", "code", "symbol", "scope", "int", "timestamp",
                          "long", "decimal", "min", "max"));
}

TEST(ElementReader, RefusesEveryTruncation) {
  const Bytes document = rich_document();
  for (std::size_t size = 0; size < document.size(); ++size) {
    EXPECT_THROW(keys_of(GuardedBytes(std::span(document).first(size)).view()), Error) << size;
  }
}

TEST(ElementReader, ReadsNothingOutsideChangedDocuments) {
  const Bytes document = rich_document();
  for (std::size_t index = 4; index < document.size(); ++index) {
    for (const int byte : {0x00, 0x03, 0x05, 0x0B, 0x0F, 0x7F, 0xFF}) {
      Bytes changed = document;
      changed[index] = static_cast<std::uint8_t>(byte);
      const GuardedBytes guarded(changed);
      try {
        keys_of(guarded.view());
        has_duplicate_keys(guarded.view());
      } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::invalid_data);
      }
    }
  }
}

TEST(FindElement, FindsTheFirstWithTheKey) {
  const Bytes document = BsonBuilder().add_int32("a", 1).add_string("_id", "x").add_int32("_id", 2).bytes();
  const auto element = find_element(view_of(document), "_id");
  ASSERT_TRUE(element);
  EXPECT_EQ(element->type, BsonType::string);
  EXPECT_EQ(std::string(element->value.begin(), element->value.end()), stored_string("x"));
  EXPECT_FALSE(find_element(view_of(document), "id"));
  EXPECT_FALSE(find_element(view_of(BsonBuilder().bytes()), "_id"));
}

TEST(FindElement, LooksAtTheTopOnly) {
  const Bytes document = BsonBuilder().add_document("a", BsonBuilder().add_int32("_id", 1)).bytes();
  EXPECT_FALSE(find_element(view_of(document), "_id"));
  const auto inner = find_element(view_of(document), "a");
  ASSERT_TRUE(inner);
  EXPECT_TRUE(find_element(inner->as_document(), "_id"));
}

bool duplicates(const BsonBuilder& document) {
  return has_duplicate_keys(view_of(document.bytes()));
}

TEST(DuplicateKeys, AreFoundAtAnyDepth) {
  const BsonBuilder twice = BsonBuilder().add_int32("a", 1).add_int32("b", 1).add_int32("a", 2);
  const BsonBuilder once = BsonBuilder().add_int32("a", 1).add_int32("b", 1).add_int32("aa", 2).add_int32("", 3);
  const std::string code = stored_string("f") + twice.text();
  EXPECT_TRUE(duplicates(twice));
  EXPECT_FALSE(duplicates(once));
  EXPECT_TRUE(duplicates(BsonBuilder().add_document("x", twice)));
  EXPECT_FALSE(duplicates(BsonBuilder().add_document("x", once).add_document("y", once)));
  EXPECT_TRUE(duplicates(BsonBuilder().add_array("x", BsonBuilder().add_document("0", once).add_document("1", twice))));
  EXPECT_TRUE(duplicates(
      BsonBuilder().add(BsonType::code_with_scope, "x", stored(static_cast<std::int32_t>(code.size() + 4)) + code)));
}

TEST(DuplicateKeys, OfArraysDoNotCount) {
  EXPECT_FALSE(duplicates(BsonBuilder().add_array("x", BsonBuilder().add_int32("0", 1).add_int32("0", 2))));
}

TEST(DuplicateKeys, RefuseWhatIsNotBson) {
  EXPECT_THROW(duplicates(BsonBuilder().add(BsonType::string, "a", "xx")), Error);
  BsonBuilder deep;
  for (int level = 0; level < 201; ++level) deep = BsonBuilder().add_document("a", BsonBuilder(deep));
  EXPECT_THROW(duplicates(deep), Error);
}

}  // namespace
}  // namespace mongokeep::extjson
