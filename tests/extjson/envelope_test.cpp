// The documents that canonical text cannot carry back, case by case, and their neighbours that it can.

#include "extjson/envelope.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <limits>
#include <string>
#include <vector>

#include "extjson/bson_builder.h"

namespace mongokeep::extjson {
namespace {

using testing::StartsWith;

const std::string envelope_begin = "{\"$bson\":{\"$binary\":{\"base64\":\"";

bool in_envelope(JsonFormat format, const BsonBuilder& document) {
  return json_of(format, document).find("\"$bson\":{\"$binary\"") != std::string::npos;
}

/// Whether the document, and the document within a document within an array, are in the canonical form's envelope.
/// Both have to be the same.
bool in_envelope_at_any_depth(const BsonBuilder& document) {
  const bool at_top = in_envelope(JsonFormat::canonical, document);
  const BsonBuilder outer = BsonBuilder().add_array("array", BsonBuilder().add_document("0", document));
  EXPECT_EQ(in_envelope(JsonFormat::canonical, outer), at_top);
  return at_top;
}

TEST(Envelope, HoldsIdAndBytes) {
  const BsonBuilder document = BsonBuilder().add_int32("_id", 7).add_string("a", "\xFF");
  EXPECT_EQ(
      json_of(JsonFormat::canonical, document),
      R"({"_id":{"$numberInt":"7"},"$bson":{"$binary":{"base64":"FwAAABBfaWQABwAAAAJhAAIAAAD/AAA=","subType":"00"}}})");
  EXPECT_EQ(json_of(JsonFormat::relaxed, document),
            R"({"_id":7,"$bson":{"$binary":{"base64":"FwAAABBfaWQABwAAAAJhAAIAAAD/AAA=","subType":"00"}}})");
}

TEST(Envelope, HasNoIdWhereTextCannotCarryIt) {
  EXPECT_THAT(json_of(JsonFormat::canonical, BsonBuilder().add_string("a", "\xFF")), StartsWith(envelope_begin));
  EXPECT_THAT(json_of(JsonFormat::canonical, BsonBuilder().add_string("_id", "\xFF")), StartsWith(envelope_begin));
  const BsonBuilder wrapper = BsonBuilder().add_string("$oid", "x");
  EXPECT_THAT(json_of(JsonFormat::canonical, BsonBuilder().add_document("_id", wrapper)), StartsWith(envelope_begin));
  const BsonBuilder deeper = BsonBuilder().add_document("a", BsonBuilder().add_int32("_id", 1)).add_string("b", "\xFF");
  EXPECT_THAT(json_of(JsonFormat::canonical, deeper), StartsWith(envelope_begin));
}

TEST(Envelope, HasTheFirstOfSeveralIds) {
  const BsonBuilder document = BsonBuilder().add_string("a", "\xFF").add_int32("_id", 1).add_int32("_id", 2);
  EXPECT_THAT(json_of(JsonFormat::canonical, document), StartsWith(R"({"_id":{"$numberInt":"1"},"$bson":)"));
}

TEST(Envelope, HasAnIdThatHasEnvelopeKeyWithin) {
  const BsonBuilder id = BsonBuilder().add_int32("$bson", 1);
  const BsonBuilder document = BsonBuilder().add_document("_id", id).add_string("a", "\xFF");
  EXPECT_THAT(json_of(JsonFormat::canonical, document), StartsWith(R"({"_id":{"$bson":{"$numberInt":"1"}},"$bson":)"));
}

class KeyThatReadsAsType : public testing::TestWithParam<std::string> {};

TEST_P(KeyThatReadsAsType, IsInEnvelope) {
  EXPECT_TRUE(in_envelope_at_any_depth(BsonBuilder().add_string(GetParam(), "x")));
  EXPECT_TRUE(in_envelope_at_any_depth(BsonBuilder().add_int32(GetParam(), 1)));
  EXPECT_TRUE(in_envelope_at_any_depth(BsonBuilder().add_int32("other", 1).add_int32(GetParam(), 1)));
  EXPECT_TRUE(in_envelope(JsonFormat::relaxed, BsonBuilder().add_int32(GetParam(), 1)));
  EXPECT_EQ(json_of(JsonFormat::plain, BsonBuilder().add_int32(GetParam(), 1)), "{\"" + GetParam() + "\":1}");
}

TEST_P(KeyThatReadsAsType, IsInEnvelopeWithinAScope) {
  const std::string inside = stored_string("f") + BsonBuilder().add_int32(GetParam(), 1).text();
  const BsonBuilder document =
      one_value(BsonType::code_with_scope, stored(static_cast<std::int32_t>(inside.size() + 4)) + inside);
  EXPECT_TRUE(in_envelope_at_any_depth(document));
}

INSTANTIATE_TEST_SUITE_P(ExtendedJson, KeyThatReadsAsType,
                         testing::Values("$binary", "$code", "$date", "$dbPointer", "$maxKey", "$minKey",
                                         "$numberDecimal", "$numberDouble", "$numberInt", "$numberLong", "$oid",
                                         "$regularExpression", "$scope", "$symbol", "$timestamp", "$undefined",
                                         "$uuid"),
                         [](const auto& instance) { return instance.param.substr(1); });

TEST(Envelope, HoldsAStringUnderRegexButNoQueryOperator) {
  EXPECT_TRUE(in_envelope_at_any_depth(BsonBuilder().add_string("$regex", "^a").add_string("$options", "i")));
  const std::string pattern("^a\0i\0", 5);
  EXPECT_FALSE(in_envelope_at_any_depth(
      BsonBuilder().add(BsonType::regular_expression, "$regex", pattern).add_string("$options", "i")));
}

TEST(Envelope, IsNotForOtherKeysWithADollar) {
  for (const char* key : {"$", "$ref", "$id", "$db", "$type", "$options", "$set", "$Oid", "$oid2", "$oi", "oid",
                          " $oid", "$a key that is longer than one block"}) {
    EXPECT_FALSE(in_envelope_at_any_depth(BsonBuilder().add_string(key, "x"))) << key;
  }
}

TEST(Envelope, HoldsItsOwnKeyAtTheTopOnly) {
  EXPECT_TRUE(in_envelope(JsonFormat::canonical, BsonBuilder().add_int32("$bson", 1)));
  EXPECT_TRUE(in_envelope(JsonFormat::relaxed, BsonBuilder().add_int32("$bson", 1)));
  const BsonBuilder deeper = BsonBuilder().add_document("a", BsonBuilder().add_int32("$bson", 1));
  EXPECT_FALSE(in_envelope(JsonFormat::canonical, deeper));
}

TEST(Envelope, HoldsTextThatIsNotUtf8) {
  const std::vector<std::string> texts = {"\x80", "\xC3", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8"};
  for (const std::string& text : texts) {
    const BsonBuilder as_string = BsonBuilder().add_string("a", text);
    EXPECT_TRUE(in_envelope_at_any_depth(as_string));
    EXPECT_TRUE(in_envelope(JsonFormat::relaxed, as_string));
    EXPECT_TRUE(in_envelope_at_any_depth(BsonBuilder().add_int32(text, 1)));
    EXPECT_TRUE(in_envelope_at_any_depth(one_value(BsonType::symbol, stored_string(text))));
    EXPECT_TRUE(in_envelope_at_any_depth(one_value(BsonType::code, stored_string(text))));
    EXPECT_TRUE(in_envelope_at_any_depth(one_value(BsonType::db_pointer, stored_string(text) + "0123456789ab")));
    EXPECT_TRUE(in_envelope_at_any_depth(one_value(BsonType::regular_expression, text + '\0' + '\0')));
    EXPECT_TRUE(in_envelope_at_any_depth(one_value(BsonType::regular_expression, std::string(1, '\0') + text + '\0')));
  }
}

TEST(Envelope, HoldsOldBinariesWhoseInnerLengthIsWrong) {
  const auto old_binary = [](const std::string& inside) {
    return one_value(BsonType::binary, stored(static_cast<std::int32_t>(inside.size())) + '\2' + inside);
  };
  EXPECT_FALSE(in_envelope_at_any_depth(old_binary(stored(std::int32_t{3}) + "abc")));
  EXPECT_FALSE(in_envelope_at_any_depth(old_binary(stored(std::int32_t{0}))));
  const std::vector<std::string> wrong = {
      "",
      "abc",
      stored(std::int32_t{1}),
      stored(std::int32_t{2}) + "abc",
      stored(std::int32_t{4}) + "abc",
      stored(std::int32_t{7}) + "abc",
      stored(std::int32_t{-1}) + "abc",
      stored(std::numeric_limits<std::int32_t>::min()) + "abc",
      stored(std::numeric_limits<std::int32_t>::max()) + "abc",
  };
  for (const std::string& inside : wrong) {
    EXPECT_TRUE(in_envelope_at_any_depth(old_binary(inside))) << testing::PrintToString(inside);
    EXPECT_TRUE(in_envelope(JsonFormat::relaxed, old_binary(inside)));
  }
  EXPECT_EQ(json_of(JsonFormat::plain, old_binary("abc")), R"({"a":"YWJj"})");
  EXPECT_EQ(json_of(JsonFormat::plain, old_binary(stored(std::int32_t{4}) + "abc")), R"({"a":"BAAAAGFiYw=="})");
  EXPECT_EQ(json_of(JsonFormat::canonical, old_binary("abc")),
            envelope_begin + "EAAAAAVhAAMAAAACYWJjAA==\",\"subType\":\"00\"}}}");
  const BsonBuilder as_id = BsonBuilder().add(BsonType::binary, "_id", stored(std::int32_t{3}) + '\2' + "abc");
  EXPECT_THAT(json_of(JsonFormat::canonical, as_id), StartsWith(envelope_begin));
}

TEST(Envelope, HoldsEveryNanButTheOneThatReadersMake) {
  const auto document = [](std::uint64_t bits) { return one_value(BsonType::number_double, stored(bits)); };
  EXPECT_FALSE(in_envelope_at_any_depth(document(0x7FF8000000000000)));
  for (const std::uint64_t bits :
       {0xFFF8000000000000u, 0x7FF8000000000001u, 0x7FF0000000000001u, 0x7FFFFFFFFFFFFFFFu}) {
    EXPECT_TRUE(in_envelope_at_any_depth(document(bits))) << std::hex << bits;
    EXPECT_FALSE(in_envelope(JsonFormat::relaxed, document(bits)));
  }
}

TEST(Envelope, HoldsDecimalsThatAreNotCanonical) {
  const auto document = [](std::uint64_t high, std::uint64_t low) {
    return one_value(BsonType::decimal128, stored(low) + stored(high));
  };
  constexpr std::uint64_t largest_high = 0x0001'ED09'BEAD'87C0;  // of 10^34 - 1
  constexpr std::uint64_t largest_low = 0x378D'8E63'FFFF'FFFF;
  EXPECT_FALSE(in_envelope_at_any_depth(document(largest_high, largest_low)));
  EXPECT_TRUE(in_envelope_at_any_depth(document(largest_high, largest_low + 1)));
  EXPECT_TRUE(in_envelope_at_any_depth(document(0x6C10'0000'0000'0000, 0))) << "long significand";
  EXPECT_FALSE(in_envelope_at_any_depth(document(0x7C00'0000'0000'0000, 0))) << "NaN";
  EXPECT_TRUE(in_envelope_at_any_depth(document(0xFC00'0000'0000'0000, 0))) << "negative NaN";
  EXPECT_TRUE(in_envelope_at_any_depth(document(0x7E00'0000'0000'0000, 0))) << "signalling NaN";
  EXPECT_TRUE(in_envelope_at_any_depth(document(0x7C00'0000'0000'0000, 1))) << "NaN with payload";
  EXPECT_FALSE(in_envelope_at_any_depth(document(0x7800'0000'0000'0000, 0))) << "infinity";
  EXPECT_FALSE(in_envelope_at_any_depth(document(0xF800'0000'0000'0000, 0))) << "negative infinity";
  EXPECT_TRUE(in_envelope_at_any_depth(document(0x7800'0000'0000'0000, 1))) << "infinity with more bits";
  EXPECT_TRUE(in_envelope_at_any_depth(document(0x7900'0000'0000'0000, 0))) << "infinity with more bits";
  EXPECT_FALSE(in_envelope_at_any_depth(document(0xB040'0000'0000'0000, 0))) << "negative zero";
  EXPECT_FALSE(in_envelope_at_any_depth(document(0x5FFE'0000'0000'0000, 0))) << "zero with exponent";
}

TEST(Envelope, HoldsArraysWhoseKeysDoNotCount) {
  const std::vector<std::vector<std::string>> wrong = {{"1"},      {""},        {"a"},      {"00"}, {"0", "0"},
                                                       {"0", "2"}, {"0", "01"}, {"1", "0"}, {"0 "}, {"-0"}};
  for (const auto& keys : wrong) {
    BsonBuilder array;
    for (const std::string& key : keys) array.add_int32(key, 1);
    EXPECT_TRUE(in_envelope_at_any_depth(BsonBuilder().add_array("a", array))) << testing::PrintToString(keys);
    EXPECT_FALSE(in_envelope(JsonFormat::relaxed, BsonBuilder().add_array("a", array)));
  }
}

TEST(Envelope, HoldsRegularExpressionsWhoseOptionsAreNotInOrder) {
  const auto document = [](const std::string& options) {
    return one_value(BsonType::regular_expression, std::string("a") + '\0' + options + '\0');
  };
  EXPECT_FALSE(in_envelope_at_any_depth(document("ilmsux")));
  EXPECT_TRUE(in_envelope_at_any_depth(document("mi")));
  EXPECT_TRUE(in_envelope_at_any_depth(document("ii")));
}

TEST(Envelope, IsNotForWhatCanonicalTextCarries) {
  EXPECT_FALSE(in_envelope_at_any_depth(BsonBuilder().add_int32("same", 1).add_int32("same", 2)));
  EXPECT_FALSE(in_envelope_at_any_depth(BsonBuilder().add_int32("", 1).add_int32("a.b", 2)));
  EXPECT_FALSE(in_envelope_at_any_depth(BsonBuilder().add_string("a", std::string(3, '\0'))));
  EXPECT_FALSE(in_envelope_at_any_depth(BsonBuilder().add_string("a", "\xF4\x8F\xBF\xBF\xEF\xBF\xBF\x7F")));
  EXPECT_FALSE(in_envelope_at_any_depth(one_value(BsonType::number_double, stored(-0.0))));
}

TEST(Envelope, CarriesLargeDocuments) {
  const BsonBuilder document = BsonBuilder().add_string("a", std::string(1'000'000, '\xFF'));
  const std::string text = json_of(JsonFormat::canonical, document);
  EXPECT_EQ(text.size(), envelope_begin.size() + (document.text().size() + 2) / 3 * 4 +
                             std::string("\",\"subType\":\"00\"}}}").size());
}

}  // namespace
}  // namespace mongokeep::extjson
