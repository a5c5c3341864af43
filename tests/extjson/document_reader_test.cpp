// Every type in every form that text has for it, and what stays as it is.

#include "extjson/document_reader.h"

#include <gtest/gtest.h>

#include <bit>
#include <limits>
#include <string>

#include "extjson/rich_document.h"
#include "extjson/text_reading.h"

namespace mongokeep::extjson {
namespace {

/// Checks that {"a": text} is read as this value.
void expect_value(std::string_view text, BsonType type, std::string_view value = {}) {
  const TextReading reading = read_text("{\"a\":" + std::string(text) + "}");
  EXPECT_EQ(reading.bytes, one_value(type, value).bytes()) << text << "\n" << fault_text(reading);
}

void expect_document(std::string_view text, const BsonBuilder& document) {
  const TextReading reading = read_text(text);
  EXPECT_EQ(reading.bytes, document.bytes()) << text << "\n" << fault_text(reading);
}

std::string stored_binary(char subtype, std::string_view bytes) {
  return stored(static_cast<std::int32_t>(bytes.size())) + subtype + std::string(bytes);
}

const std::string object_id("\x01\x23\x45\x67\x89\xAB\xCD\xEF\x01\x23\x45\x67", 12);

TEST(DocumentReader, ReadsWhatTheWriterWrote) {
  const Bytes document = rich_document();
  const TextReading reading = read_text(json_of(JsonFormat::canonical, document));
  EXPECT_EQ(reading.bytes, document) << fault_text(reading);
}

TEST(DocumentReader, ReadsDocumentsAndArrays) {
  expect_document("{}", BsonBuilder());
  expect_document(" \t\r\n{ } \n", BsonBuilder());
  expect_document(R"({"a":{}})", BsonBuilder().add_document("a", BsonBuilder()));
  expect_document(R"({"a":[]})", BsonBuilder().add_array("a", BsonBuilder()));
  BsonBuilder long_array;
  std::string text;
  for (int index = 0; index < 1200; ++index) {
    long_array.add_int32(std::to_string(index), index);
    text += (index == 0 ? "" : ",") + std::to_string(index);
  }
  expect_document("{\"a\":[" + text + "]}", BsonBuilder().add_array("a", long_array));
  expect_document(
      "{ \"a\" :\t[ { \"b\" : null } , [ ] ]\r\n}",
      BsonBuilder().add_array(
          "a", BsonBuilder().add_document("0", BsonBuilder().add(BsonType::null, "b")).add_array("1", BsonBuilder())));
}

TEST(DocumentReader, KeepsTheOrderOfKeysAndDuplicates) {
  expect_document(
      R"({"b":1,"a":2,"b":3,"":4,"":5})",
      BsonBuilder().add_int32("b", 1).add_int32("a", 2).add_int32("b", 3).add_int32("", 4).add_int32("", 5));
}

TEST(DocumentReader, ReadsPlainNumbersAsTheFirstTypeThatHoldsThem) {
  expect_value("0", BsonType::int32, stored(std::int32_t{0}));
  expect_value("2147483647", BsonType::int32, stored(std::numeric_limits<std::int32_t>::max()));
  expect_value("-2147483648", BsonType::int32, stored(std::numeric_limits<std::int32_t>::min()));
  expect_value("2147483648", BsonType::int64, stored(std::int64_t{2147483648}));
  expect_value("-2147483649", BsonType::int64, stored(std::int64_t{-2147483649}));
  expect_value("9223372036854775807", BsonType::int64, stored(std::numeric_limits<std::int64_t>::max()));
  expect_value("-9223372036854775808", BsonType::int64, stored(std::numeric_limits<std::int64_t>::min()));
  expect_value("9223372036854775808", BsonType::number_double, stored(9223372036854775808.0));
  expect_value("-9223372036854775809", BsonType::number_double, stored(-9223372036854775809.0));
  expect_value("18446744073709551617", BsonType::number_double, stored(18446744073709551617.0));
  expect_value("123456789012345678901234567890", BsonType::number_double, stored(123456789012345678901234567890.0));
  expect_value("1.0", BsonType::number_double, stored(1.0));
  expect_value("1e3", BsonType::number_double, stored(1000.0));
  expect_value("-0", BsonType::number_double, stored(-0.0));
  expect_value("-0.0", BsonType::number_double, stored(-0.0));
}

TEST(DocumentReader, ReadsWordsAndStrings) {
  expect_value("true", BsonType::boolean, std::string_view("\1", 1));
  expect_value("false", BsonType::boolean, std::string_view("\0", 1));
  expect_value("null", BsonType::null);
  expect_value(R"("")", BsonType::string, stored_string(""));
  expect_value(R"("größe \" \\ \/ \b\f\n\r\t")", BsonType::string, stored_string("größe \" \\ / \b\f\n\r\t"));
  expect_value(R"("\u0041\u00e9\u20AC\ud83d\ude00\u0000|")", BsonType::string,
               stored_string(std::string_view("Aé€😀\0|", 12)));
  expect_value(R"("2024-02-20T01:00:00.000Z")", BsonType::string, stored_string("2024-02-20T01:00:00.000Z"));
}

TEST(DocumentReader, ReadsStringsOfEverySizeWithEscapesAnywhere) {
  for (std::size_t size = 0; size < 70; ++size) {
    const std::string plain(size, 'x');
    expect_value("\"" + plain + "\"", BsonType::string, stored_string(plain));
    expect_document("{\"" + plain + "\":1}", BsonBuilder().add_int32(plain, 1));
    for (std::size_t at = 0; at <= size; ++at) {
      std::string text = plain;
      std::string value = plain;
      expect_value("\"" + text.insert(at, "\\n") + "\"", BsonType::string, stored_string(value.insert(at, "\n")));
    }
  }
}

TEST(DocumentReader, ReadsNumbersInWrappers) {
  expect_value(R"({"$numberInt":"-42"})", BsonType::int32, stored(std::int32_t{-42}));
  expect_value(R"({"$numberLong":"42"})", BsonType::int64, stored(std::int64_t{42}));
  expect_value(R"({"$numberLong":"-9223372036854775808"})", BsonType::int64,
               stored(std::numeric_limits<std::int64_t>::min()));
  expect_value(R"({"$numberDouble":"-0.0"})", BsonType::number_double, stored(-0.0));
  expect_value(R"({"$numberDouble":"42"})", BsonType::number_double, stored(42.0));
  expect_value(R"({"$numberDouble":"Infinity"})", BsonType::number_double,
               stored(std::numeric_limits<double>::infinity()));
  expect_value(R"({"$numberDouble":"-Infinity"})", BsonType::number_double,
               stored(-std::numeric_limits<double>::infinity()));
  expect_value(R"({"$numberDouble":"NaN"})", BsonType::number_double, stored(std::uint64_t{0x7FF8000000000000}));
  expect_value(R"({"$numberDecimal":"19.99"})", BsonType::decimal128,
               stored(std::uint64_t{1999}) + stored(std::uint64_t{0x303C000000000000}));
}

TEST(DocumentReader, ReadsDates) {
  const std::string date = stored(std::int64_t{1356351330501});
  expect_value(R"({"$date":{"$numberLong":"1356351330501"}})", BsonType::date_time, date);
  expect_value(R"({"$date":"2012-12-24T12:15:30.501Z"})", BsonType::date_time, date);
  expect_value(R"({"$date":"2012-12-24T13:15:30.501+01:00"})", BsonType::date_time, date);
  expect_value(R"({"$date":1356351330501})", BsonType::date_time, date);
  expect_value(R"({"$date":{"$numberLong":"-9223372036854775808"}})", BsonType::date_time,
               stored(std::numeric_limits<std::int64_t>::min()));
}

TEST(DocumentReader, ReadsBinaries) {
  expect_value(R"({"$binary":{"base64":"","subType":"00"}})", BsonType::binary, stored_binary(0, ""));
  expect_value(R"({"$binary":{"subType":"80","base64":"AQID"}})", BsonType::binary, stored_binary('\x80', "\1\2\3"));
  expect_value(R"({"$binary":{"base64":"\/\/8=","subType":"5"}})", BsonType::binary, stored_binary(5, "\xFF\xFF"));
  expect_value(R"({"$binary":{"base64":"YWJj","subType":"02"}})", BsonType::binary,
               stored_binary(2, stored(std::int32_t{3}) + "abc"));
  expect_value(R"({"$binary":"YWI=","$type":"00"})", BsonType::binary, stored_binary(0, "ab"));
  expect_value(R"({"$type":"FF","$binary":"YQ=="})", BsonType::binary, stored_binary('\xFF', "a"));
  expect_value(R"({"$uuid":"73ffd264-44B3-4c69-90e8-e7d1dfc035d4"})", BsonType::binary,
               stored_binary(4, "\x73\xFF\xD2\x64\x44\xB3\x4C\x69\x90\xE8\xE7\xD1\xDF\xC0\x35\xD4"));
}

TEST(DocumentReader, ReadsLongBinariesWithAndWithoutEscapes) {
  const std::string bytes(100'000, '\xFF');
  std::string plain;
  std::string escaped;
  for (std::size_t index = 0; index < 99'999 / 3 * 4; ++index) {
    plain += '/';
    escaped += "\\/";
  }
  for (const std::string& text : {plain, escaped}) {
    expect_value("{\"$binary\":{\"base64\":\"" + text + "/w==\",\"subType\":\"00\"}}", BsonType::binary,
                 stored_binary(0, bytes));
  }
}

TEST(DocumentReader, ReadsRegularExpressions) {
  const std::string_view value("^a\0im\0", 6);
  expect_value(R"({"$regularExpression":{"pattern":"^a","options":"im"}})", BsonType::regular_expression, value);
  expect_value(R"({"$regularExpression":{"options":"mim","pattern":"^a"}})", BsonType::regular_expression, value);
  expect_value(R"({"$regex":"^a","$options":"im"})", BsonType::regular_expression, value);
  expect_value(R"({"$options":"mi","$regex":"^a"})", BsonType::regular_expression, value);
  expect_value(R"({"$regex":"^a"})", BsonType::regular_expression, std::string_view("^a\0\0", 4));
  expect_value(R"({"$regularExpression":{"pattern":"","options":"é"}})", BsonType::regular_expression,
               std::string_view("\0é\0", 4));
}

TEST(DocumentReader, ReadsCode) {
  expect_value(R"({"$code":"f"})", BsonType::code, stored_string("f"));
  const std::string inside = stored_string("f") + BsonBuilder().add_int32("x", 1).text();
  const std::string value = stored(static_cast<std::int32_t>(inside.size() + 4)) + inside;
  expect_value(R"({"$code":"f","$scope":{
  "x" : {
    "$numberInt" : "1"
  }}
  })",
               BsonType::code_with_scope, value);
  expect_value(R"({"$scope":{"x":1},"$code":"f"
  })",
               BsonType::code_with_scope, value);
}

TEST(DocumentReader, ReadsTheOtherTypes) {
  expect_value(R"({"$oid":"0123456789abcdef01234567"})", BsonType::object_id, object_id);
  expect_value(R"({"$oid":"0123456789ABCDEF01234567"})", BsonType::object_id, object_id);
  expect_value(R"({"$symbol":"\"s"})", BsonType::symbol, stored_string("\"s"));
  expect_value(R"({"$undefined":true})", BsonType::undefined);
  expect_value(R"({"$minKey":1})", BsonType::min_key);
  expect_value(R"({"$maxKey" : 1 })", BsonType::max_key);
  const std::string timestamp = stored(std::uint32_t{2}) + stored(std::uint32_t{4294967295});
  expect_value(R"({"$timestamp":{"t":4294967295,"i":2}})", BsonType::timestamp, timestamp);
  expect_value(R"({"$timestamp":{"i":2,"t":4294967295}})", BsonType::timestamp, timestamp);
  const std::string pointer = stored_string("db.c") + object_id;
  expect_value(R"({"$dbPointer":{"$ref":"db.c","$id":{"$oid":"0123456789abcdef01234567"}}})", BsonType::db_pointer,
               pointer);
  expect_value(R"({"$dbPointer":{"$id":{"$oid":"0123456789abcdef01234567"},"$ref":"db.c"}})", BsonType::db_pointer,
               pointer);
}

TEST(DocumentReader, TakesEscapesForTheCharactersThatTheyStandFor) {
  expect_value(R"({"\u0024oid":"\u0030123456789abcdef01234567"})", BsonType::object_id, object_id);
  expect_value(R"({"$number\u0049nt":"4\u0032"})", BsonType::int32, stored(std::int32_t{42}));
  expect_value(R"({"$date":{"$number\u004cong":"0"}})", BsonType::date_time, stored(std::int64_t{0}));
}

TEST(DocumentReader, LeavesQueryOperatorsAndReferencesAsTheyAre) {
  const std::string pattern("^a\0\0", 4);
  expect_document(R"({"$regex":{"$regularExpression":{"pattern":"^a","options":""}},"$options":"i"})",
                  BsonBuilder().add(BsonType::regular_expression, "$regex", pattern).add_string("$options", "i"));
  expect_document(R"({"a":{"$type":"string"}})",
                  BsonBuilder().add_document("a", BsonBuilder().add_string("$type", "string")));
  expect_document(R"({"a":{"$options":"i"}})",
                  BsonBuilder().add_document("a", BsonBuilder().add_string("$options", "i")));
  expect_document(R"({"a":{"$ref":"c","$id":1,"$db":"d"}})",
                  BsonBuilder().add_document(
                      "a", BsonBuilder().add_string("$ref", "c").add_int32("$id", 1).add_string("$db", "d")));
  expect_document(R"({"$set":{"$oid2":1,"$":2}})",
                  BsonBuilder().add_document("$set", BsonBuilder().add_int32("$oid2", 1).add_int32("$", 2)));
  expect_document(R"({"a":{"$bson":1}})", BsonBuilder().add_document("a", BsonBuilder().add_int32("$bson", 1)));
}

TEST(DocumentReader, ReadsOneTextAfterAnother) {
  DocumentReader reader;
  const RoomyText first(R"({"a":"a longer text than the second one"})");
  const RoomyText wrong(R"({"a":)");
  const RoomyText second(R"({"b":1})");
  EXPECT_FALSE(reader.read(first.view()));
  EXPECT_TRUE(reader.read(wrong.view()));
  EXPECT_EQ(reader.document().size, 0);
  EXPECT_FALSE(reader.read(second.view()));
  DocumentReader moved = std::move(reader);
  const auto bytes = moved.document().bytes();
  EXPECT_EQ(Bytes(bytes.begin(), bytes.end()), BsonBuilder().add_int32("b", 1).bytes());
}

}  // namespace
}  // namespace mongokeep::extjson
