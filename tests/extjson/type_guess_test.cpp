// Text that has lost its types: read as it stands, and guessed at.

#include "extjson/type_guess.h"

#include <gtest/gtest.h>

#include <string>

#include "extjson/text_reading.h"

namespace mongokeep::extjson {
namespace {

constexpr TextRules literal{TextRules::Wrappers::literal, TextRules::Guess::nothing};
constexpr TextRules guessed{TextRules::Wrappers::literal, TextRules::Guess::ids_and_dates};

void expect_read(TextRules rules, std::string_view text, const BsonBuilder& document) {
  const TextReading reading = read_text(text, rules);
  EXPECT_EQ(reading.bytes, document.bytes()) << text << "\n" << fault_text(reading);
}

const std::string hex = "0123456789abcdef01234567";
const std::string id_of_hex("\x01\x23\x45\x67\x89\xAB\xCD\xEF\x01\x23\x45\x67", 12);

TEST(LiteralText, HasNoWrappers) {
  expect_read(literal, R"({"$oid":"x"})", BsonBuilder().add_string("$oid", "x"));
  expect_read(literal, R"({"a":{"$numberInt":"1"}})",
              BsonBuilder().add_document("a", BsonBuilder().add_string("$numberInt", "1")));
  expect_read(literal, R"({"a":{"b":1,"$date":2}})",
              BsonBuilder().add_document("a", BsonBuilder().add_int32("b", 1).add_int32("$date", 2)));
  expect_read(literal, R"({"$bson":1,"$bson":2})", BsonBuilder().add_int32("$bson", 1).add_int32("$bson", 2));
}

TEST(LiteralText, IsNotGuessedAtUnlessAsked) {
  expect_read(literal, "{\"_id\":\"" + hex + "\"}", BsonBuilder().add_string("_id", hex));
  expect_read(literal, R"({"a":"2024-02-20T01:00:00.000Z"})",
              BsonBuilder().add_string("a", "2024-02-20T01:00:00.000Z"));
}

TEST(TypeGuess, TakesTwentyFourDigitsUnderIdForAnObjectId) {
  expect_read(guessed, "{\"_id\":\"" + hex + "\"}", BsonBuilder().add(BsonType::object_id, "_id", id_of_hex));
  expect_read(guessed, "{\"a\":[{\"_id\":\"" + hex + "\"}]}",
              BsonBuilder().add_array(
                  "a", BsonBuilder().add_document("0", BsonBuilder().add(BsonType::object_id, "_id", id_of_hex))));
}

TEST(TypeGuess, LeavesOtherStringsAlone) {
  expect_read(guessed, "{\"id\":\"" + hex + "\"}", BsonBuilder().add_string("id", hex));
  expect_read(guessed, "{\"a_id\":\"" + hex + "\"}", BsonBuilder().add_string("a_id", hex));
  expect_read(guessed, "{\"_id\":[\"" + hex + "\"]}",
              BsonBuilder().add_array("_id", BsonBuilder().add_string("0", hex)));
  for (const std::string& text : {hex.substr(1), hex + "8", std::string("0123456789ABCDEF01234567"),
                                  std::string("0123456789abcdef0123456g"), std::string("")}) {
    expect_read(guessed, "{\"_id\":\"" + text + "\"}", BsonBuilder().add_string("_id", text));
  }
}

TEST(TypeGuess, TakesAScriptsDatesForDatesAnywhere) {
  const auto date = [](std::string_view key, std::int64_t milliseconds) {
    return BsonBuilder().add(BsonType::date_time, key, stored(milliseconds));
  };
  expect_read(guessed, R"({"a":"2012-12-24T12:15:30.501Z"})", date("a", 1356351330501));
  expect_read(guessed, R"({"_id":"1969-12-31T23:59:59.999Z"})", date("_id", -1));
  expect_read(guessed, R"({"a":["0000-01-01T00:00:00.000Z"]})",
              BsonBuilder().add_array("a", date("0", -62167219200000)));
  expect_read(guessed, R"({"a":"+275760-09-13T00:00:00.000Z"})", date("a", 8640000000000000));
  expect_read(guessed, R"({"a":"-271821-04-20T00:00:00.000Z"})", date("a", -8640000000000000));
}

TEST(TypeGuess, TakesNoOtherDate) {
  for (const char* text : {"2012-12-24T12:15:30Z", "2012-12-24", "2012-12-24T12:15:30.501+00:00",
                           "2012-02-30T12:15:30.501Z", "2012-12-24T24:00:00.000Z", "2012-12-24t12:15:30.501Z",
                           "+002012-12-24T12:15:30.501Z", "-000000-01-01T00:00:00.000Z", "+275760-09-13T00:00:00.001Z",
                           " 2012-12-24T12:15:30.50Z", "2012-12-24T12:15:30.501z", "2012-12-24T12:15:60.000Z"}) {
    expect_read(guessed, "{\"a\":\"" + std::string(text) + "\"}", BsonBuilder().add_string("a", text));
  }
}

TEST(TypeGuess, IsMadeOfWrappedTextAsWell) {
  const TextRules rules{TextRules::Wrappers::read, TextRules::Guess::ids_and_dates};
  expect_read(rules, "{\"_id\":\"" + hex + "\",\"a\":{\"$oid\":\"" + hex + "\"}}",
              BsonBuilder().add(BsonType::object_id, "_id", id_of_hex).add(BsonType::object_id, "a", id_of_hex));
}

}  // namespace
}  // namespace mongokeep::extjson
