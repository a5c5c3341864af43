// Bytes from outside: whatever they are, they become valid text or an Error, and no byte beside them is read.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <random>

#include "extjson/bson_builder.h"
#include "extjson/guarded_bytes.h"
#include "extjson/rich_document.h"
#include "mongokeep/error.h"

namespace mongokeep::extjson {
namespace {

using testing::HasSubstr;

/// Writes the bytes in every format, from between pages that cannot be read. What comes out has to be JSON, and an
/// Error has to leave the buffer alone. Returns the error's text, the same in every format.
std::optional<std::string> error_of(std::span<const std::uint8_t> bytes) {
  const GuardedBytes guarded(bytes);
  std::optional<std::string> error;
  for (const JsonFormat format : {JsonFormat::canonical, JsonFormat::relaxed, JsonFormat::plain}) {
    TextBuffer text;
    text.append("before");
    try {
      DocumentWriter(format).write(guarded.view(), text);
      EXPECT_TRUE(nlohmann::json::accept(text.view().substr(6))) << text.view();
      EXPECT_FALSE(error) << "an error in one format is none in another: " << *error;
    } catch (const Error& thrown) {
      EXPECT_EQ(thrown.kind(), ErrorKind::invalid_data);
      EXPECT_EQ(text.view(), "before");
      EXPECT_TRUE(format == JsonFormat::canonical || error) << thrown.what();
      error = thrown.what();
    }
  }
  return error;
}

std::string error_text(const BsonBuilder& document) {
  return error_of(document.bytes()).value_or("no error");
}

TEST(InvalidBson, NamesByteAndKey) {
  const BsonBuilder item = BsonBuilder().add_string("sku", "x").add(BsonType::boolean, "sold", "\x02");
  const BsonBuilder document =
      BsonBuilder().add_int32("_id", 1).add_array("items", BsonBuilder().add_document("0", item));
  EXPECT_EQ(error_text(document),
            "cannot read a BSON document: at byte 48, key \"items.0.sold\", a boolean is neither 0 nor 1");
}

TEST(InvalidBson, NamesKeysInUtf8) {
  EXPECT_THAT(error_text(BsonBuilder().add(BsonType::boolean, "\xFFé\"", "\x02")), HasSubstr("key \"\uFFFDé\\\"\""));
  const std::string long_key(1000, 'k');
  EXPECT_THAT(error_text(BsonBuilder().add(BsonType::boolean, long_key, "\x02")),
              HasSubstr("key \"" + long_key.substr(0, 256)));
}

TEST(InvalidBson, LengthsOfTheDocument) {
  const Bytes document = BsonBuilder().add_int32("a", 1).bytes();
  for (std::size_t size = 0; size < document.size(); ++size) {
    EXPECT_TRUE(error_of(std::span(document).first(size))) << size;
  }
  Bytes longer = document;
  longer.push_back(0);
  EXPECT_THAT(error_of(longer).value_or(""), HasSubstr("length differs from its number of bytes"));
  Bytes unended = document;
  unended.back() = 1;
  EXPECT_THAT(error_of(unended).value_or(""), HasSubstr("does not end in a NUL"));
}

TEST(InvalidBson, ValuesOfEachType) {
  const std::vector<BsonBuilder> documents = {
      one_value(BsonType::number_double, "1234567"),
      one_value(BsonType::string, stored(std::int32_t{0})),
      one_value(BsonType::string, stored(std::int32_t{-1}) + "a"),
      one_value(BsonType::string, stored(std::int32_t{3}) + "ab"),
      one_value(BsonType::string, stored(std::int32_t{2}) + "ab"),
      one_value(BsonType::string, stored(std::int32_t{2}) + "abc"),
      one_value(BsonType::document, stored(std::int32_t{4})),
      one_value(BsonType::document, stored(std::int32_t{6}) + '\0'),
      one_value(BsonType::document, stored(std::int32_t{5}) + 'x'),
      one_value(BsonType::array, stored(std::int32_t{-5}) + '\0'),
      one_value(BsonType::binary, stored(std::int32_t{1})),
      one_value(BsonType::binary, stored(std::int32_t{-1}) + '\0'),
      one_value(BsonType::binary, stored(std::int32_t{2}) + '\0' + 'a'),
      one_value(BsonType::binary, stored(std::int32_t{8}) + '\2' + stored(std::int32_t{4}) + "abc"),
      one_value(BsonType::object_id, "0123456789a"),
      one_value(BsonType::boolean, "\x02"),
      one_value(BsonType::boolean, "\xFF"),
      one_value(BsonType::date_time, "1234567"),
      one_value(BsonType::regular_expression, "abc"),
      one_value(BsonType::regular_expression, std::string("abc\0i", 5)),
      one_value(BsonType::db_pointer, stored_string("b") + "0123456789a"),
      one_value(BsonType::code, stored(std::int32_t{5}) + "ab"),
      one_value(BsonType::symbol, stored(std::int32_t{5}) + "ab"),
      one_value(BsonType::int32, "123"),
      one_value(BsonType::timestamp, "1234567"),
      one_value(BsonType::int64, "1234567"),
      one_value(BsonType::decimal128, "0123456789abcde"),
      one_value(static_cast<BsonType>(0x14), ""),
      one_value(static_cast<BsonType>(0x80), ""),
      one_value(BsonType::null, std::string(1, '\0')),
  };
  for (const BsonBuilder& document : documents) {
    EXPECT_TRUE(error_of(document.bytes())) << testing::PrintToString(document.text());
  }
}

TEST(InvalidBson, LengthsOfCodeWithScope) {
  const std::string inside = stored_string("code") + BsonBuilder().add_int32("x", 1).text();
  const auto right = static_cast<std::int32_t>(inside.size() + 4);
  for (std::int32_t size = -2; size < right + 20; ++size) {
    const BsonBuilder document = one_value(BsonType::code_with_scope, stored(size) + inside).add_int32("after", 1);
    EXPECT_EQ(error_of(document.bytes()).has_value(), size != right) << size;
  }
}

BsonBuilder nested(int levels, BsonType type) {
  BsonBuilder document;
  for (int level = 1; level < levels; ++level) {
    BsonBuilder outer;
    if (type == BsonType::code_with_scope) {
      const std::string inside = stored_string("") + document.text();
      outer.add(type, "0", stored(static_cast<std::int32_t>(inside.size() + 4)) + inside);
    } else {
      outer.add(type, "0", document.text());
    }
    document = outer;
  }
  return document;
}

TEST(InvalidBson, NestingIsTakenTo200Levels) {
  for (const BsonType type : {BsonType::document, BsonType::array, BsonType::code_with_scope}) {
    EXPECT_EQ(error_text(nested(200, type)), "no error");
    EXPECT_THAT(error_text(nested(201, type)), HasSubstr("documents are nested more than 200 levels deep"));
    EXPECT_THAT(error_text(nested(1000, type)), HasSubstr("documents are nested more than 200 levels deep"));
  }
}

TEST(InvalidBson, TruncationAtEveryByte) {
  const Bytes document = rich_document();
  ASSERT_FALSE(error_of(document));
  for (std::size_t size = 0; size < document.size(); ++size) {
    Bytes cut(document.begin(), document.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_TRUE(error_of(cut)) << size;
    if (size < 5) continue;
    // With a length and an end that fit, only the inside is wrong; between two elements even that is right.
    store_little_endian(reinterpret_cast<char*>(cut.data()), static_cast<std::int32_t>(size));
    error_of(cut);
    cut.back() = 0;
    error_of(cut);
  }
}

TEST(InvalidBson, EveryByteSetToSomethingElse) {
  const Bytes document = rich_document();
  for (std::size_t index = 0; index < document.size(); ++index) {
    for (const int byte : {0x00, 0x01, 0x02, 0x05, 0x0F, 0x7F, 0x80, 0xFF, document[index] ^ 1, document[index] + 1}) {
      Bytes changed = document;
      changed[index] = static_cast<std::uint8_t>(byte);
      error_of(changed);
    }
  }
}

TEST(InvalidBson, EveryFourBytesSetToALength) {
  const Bytes document = rich_document();
  for (std::size_t index = 0; index + 4 <= document.size(); ++index) {
    for (const std::int32_t length : {0, 1, 4, 5, 16, 200, 600, 0x7FFFFFFF, -1, -0x7FFFFFFF - 1}) {
      Bytes changed = document;
      store_little_endian(reinterpret_cast<char*>(changed.data() + index), length);
      error_of(changed);
    }
  }
}

TEST(InvalidBson, RandomChanges) {
  const Bytes document = rich_document();
  std::mt19937 random(20240220);
  const auto below = [&](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
  };
  int errors = 0;
  for (int round = 0; round < 5000; ++round) {
    Bytes changed = document;
    for (std::size_t count = 1 + below(4); count > 0; --count) {
      changed[4 + below(changed.size() - 4)] = static_cast<std::uint8_t>(below(256));
    }
    if (error_of(changed)) ++errors;
  }
  EXPECT_GT(errors, 1000);
  EXPECT_LT(errors, 5000);
}

}  // namespace
}  // namespace mongokeep::extjson
