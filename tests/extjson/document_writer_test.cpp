#include "extjson/document_writer.h"

#include <gtest/gtest.h>

#include <limits>
#include <optional>

#include "extjson/bson_builder.h"
#include "mongokeep/error.h"

namespace mongokeep::extjson {
namespace {

/// One value in a document of its own, and the text of that document in each format.
struct Case {
  std::string name;
  BsonType type;
  std::string value;
  std::string canonical;
  std::string relaxed;
  std::string plain;
};

class EveryType : public testing::TestWithParam<Case> {};

TEST_P(EveryType, IsWrittenInEachFormat) {
  const Bytes document = BsonBuilder().add(GetParam().type, "a", GetParam().value).bytes();
  EXPECT_EQ(json_of(JsonFormat::canonical, document), "{\"a\":" + GetParam().canonical + "}");
  EXPECT_EQ(json_of(JsonFormat::relaxed, document), "{\"a\":" + GetParam().relaxed + "}");
  EXPECT_EQ(json_of(JsonFormat::plain, document), "{\"a\":" + GetParam().plain + "}");
}

// The plain texts are what JSON.stringify gave for the document as the Node driver's bson 7.3.4 reads it.
const std::string node_id = "\x56\xE1\xFC\x72\xE0\xC9\x17\xE9\xC4\x71\x41\x61";
const std::string uuid = "\x73\xFF\xD2\x64\x44\xB3\x4C\x69\x90\xE8\xE7\xD1\xDF\xC0\x35\xD4";

std::string binary(std::uint8_t subtype, const std::string& bytes) {
  return stored(static_cast<std::int32_t>(bytes.size())) + static_cast<char>(subtype) + bytes;
}

std::string with_nuls(const char* pattern, const char* options) {
  return std::string(pattern) + '\0' + options + '\0';
}

std::string code_with_scope(std::string_view code, const BsonBuilder& scope) {
  const std::string inside = stored_string(code) + scope.text();
  return stored(static_cast<std::int32_t>(inside.size() + 4)) + inside;
}

std::string decimal(std::uint64_t high, std::uint64_t low) {
  return stored(low) + stored(high);
}

Case number(std::string name, double value, const std::string& digits, const std::string& plain) {
  return {
      std::move(name), BsonType::number_double, stored(value), "{\"$numberDouble\":\"" + digits + "\"}", digits, plain};
}

Case not_finite(std::string name, double value, const std::string& text) {
  const std::string wrapped = "{\"$numberDouble\":\"" + text + "\"}";
  return {std::move(name), BsonType::number_double, stored(value), wrapped, wrapped, "null"};
}

Case long_number(std::string name, std::int64_t value, const std::string& plain) {
  const std::string digits = std::to_string(value);
  return {std::move(name), BsonType::int64, stored(value), "{\"$numberLong\":\"" + digits + "\"}", digits, plain};
}

Case date(std::string name, std::int64_t value, std::optional<std::string> relaxed, const std::string& plain) {
  const std::string wrapped = "{\"$date\":{\"$numberLong\":\"" + std::to_string(value) + "\"}}";
  return {std::move(name),
          BsonType::date_time,
          stored(value),
          wrapped,
          relaxed ? "{\"$date\":\"" + *relaxed + "\"}" : wrapped,
          plain};
}

Case same(std::string name, BsonType type, std::string value, const std::string& extended, const std::string& plain) {
  return {std::move(name), type, std::move(value), extended, extended, plain};
}

const std::string base64_begin = "{\"$binary\":{\"base64\":\"";

const std::vector<Case> cases = {
    number("DoubleOne", 1.0, "1.0", "1"),
    number("DoubleNegativeZero", -0.0, "-0.0", "0"),
    number("DoubleTenth", 0.1, "0.1", "0.1"),
    number("DoubleLarge", 1e300, "1E+300", "1e+300"),
    number("DoubleSmallest", 5e-324, "5E-324", "5e-324"),
    number("DoubleLargest", -std::numeric_limits<double>::max(), "-1.7976931348623157E+308",
           "-1.7976931348623157e+308"),
    not_finite("DoubleNan", std::numeric_limits<double>::quiet_NaN(), "NaN"),
    not_finite("DoubleInfinity", std::numeric_limits<double>::infinity(), "Infinity"),
    not_finite("DoubleNegativeInfinity", -std::numeric_limits<double>::infinity(), "-Infinity"),
    same("String", BsonType::string, stored_string("wörld"), "\"wörld\"", "\"wörld\""),
    same("EmptyString", BsonType::string, stored_string(""), "\"\"", "\"\""),
    same("StringWithNul", BsonType::string, stored_string(std::string_view("a\0b", 3)), "\"a\\u0000b\"",
         "\"a\\u0000b\""),
    same("EmptyDocument", BsonType::document, BsonBuilder().text(), "{}", "{}"),
    {"Document", BsonType::document, BsonBuilder().add_int32("x", 1).add_int32("y", 2).text(),
     "{\"x\":{\"$numberInt\":\"1\"},\"y\":{\"$numberInt\":\"2\"}}", "{\"x\":1,\"y\":2}", "{\"x\":1,\"y\":2}"},
    same("EmptyArray", BsonType::array, BsonBuilder().text(), "[]", "[]"),
    {"Array", BsonType::array, BsonBuilder().add_int32("0", 7).add_string("1", "b").text(),
     "[{\"$numberInt\":\"7\"},\"b\"]", "[7,\"b\"]", "[7,\"b\"]"},
    same("Binary", BsonType::binary, binary(0, "\xFF\xFF"), base64_begin + "//8=\",\"subType\":\"00\"}}", "\"//8=\""),
    same("BinaryEmpty", BsonType::binary, binary(0x80, ""), base64_begin + "\",\"subType\":\"80\"}}", "\"\""),
    same("BinaryOld", BsonType::binary, binary(2, stored(std::int32_t{3}) + "abc"),
         base64_begin + "YWJj\",\"subType\":\"02\"}}", "\"YWJj\""),
    same("BinaryUuidOld", BsonType::binary, binary(3, uuid),
         base64_begin + "c//SZESzTGmQ6OfR38A11A==\",\"subType\":\"03\"}}", "\"c//SZESzTGmQ6OfR38A11A==\""),
    same("BinaryUuid", BsonType::binary, binary(4, uuid),
         base64_begin + "c//SZESzTGmQ6OfR38A11A==\",\"subType\":\"04\"}}", "\"73ffd264-44b3-4c69-90e8-e7d1dfc035d4\""),
    same("BinaryUuidTooShort", BsonType::binary, binary(4, "ab"), base64_begin + "YWI=\",\"subType\":\"04\"}}",
         "\"YWI=\""),
    same("ObjectId", BsonType::object_id, node_id, "{\"$oid\":\"56e1fc72e0c917e9c4714161\"}",
         "\"56e1fc72e0c917e9c4714161\""),
    same("True", BsonType::boolean, "\x01", "true", "true"),
    same("False", BsonType::boolean, std::string(1, '\0'), "false", "false"),
    date("DateEpoch", 0, "1970-01-01T00:00:00Z", "\"1970-01-01T00:00:00.000Z\""),
    date("DateWithMilliseconds", 1356351330001, "2012-12-24T12:15:30.001Z", "\"2012-12-24T12:15:30.001Z\""),
    date("DateBeforeEpoch", -1, std::nullopt, "\"1969-12-31T23:59:59.999Z\""),
    date("DateLastOfRelaxed", 253402300799999, "9999-12-31T23:59:59.999Z", "\"9999-12-31T23:59:59.999Z\""),
    date("DateAfterRelaxed", 253402300800000, std::nullopt, "\"+010000-01-01T00:00:00.000Z\""),
    date("DateBeforeChrist", -62198755200000, std::nullopt, "\"-000001-01-01T00:00:00.000Z\""),
    date("DateLastOfScript", 8640000000000000, std::nullopt, "\"+275760-09-13T00:00:00.000Z\""),
    date("DateFirstOfScript", -8640000000000000, std::nullopt, "\"-271821-04-20T00:00:00.000Z\""),
    date("DateAfterScript", 8640000000000001, std::nullopt, "null"),
    date("DateFurthest", std::numeric_limits<std::int64_t>::min(), std::nullopt, "null"),
    same("Null", BsonType::null, "", "null", "null"),
    same("RegularExpression", BsonType::regular_expression, with_nuls("a/\"\\b", "im"),
         "{\"$regularExpression\":{\"pattern\":\"a/\\\"\\\\b\",\"options\":\"im\"}}", "{}"),
    same("DbPointer", BsonType::db_pointer, stored_string("b") + node_id,
         "{\"$dbPointer\":{\"$ref\":\"b\",\"$id\":{\"$oid\":\"56e1fc72e0c917e9c4714161\"}}}",
         "{\"$ref\":\"b\",\"$id\":\"56e1fc72e0c917e9c4714161\"}"),
    same("DbPointerWithDatabase", BsonType::db_pointer, stored_string("b.c") + node_id,
         "{\"$dbPointer\":{\"$ref\":\"b.c\",\"$id\":{\"$oid\":\"56e1fc72e0c917e9c4714161\"}}}",
         "{\"$ref\":\"c\",\"$id\":\"56e1fc72e0c917e9c4714161\",\"$db\":\"b\"}"),
    same("DbPointerWithDots", BsonType::db_pointer, stored_string("b.c.d") + node_id,
         "{\"$dbPointer\":{\"$ref\":\"b.c.d\",\"$id\":{\"$oid\":\"56e1fc72e0c917e9c4714161\"}}}",
         "{\"$ref\":\"b.c.d\",\"$id\":\"56e1fc72e0c917e9c4714161\"}"),
    same("Code", BsonType::code, stored_string("f()"), "{\"$code\":\"f()\"}", "{\"code\":\"f()\"}"),
    same("Symbol", BsonType::symbol, stored_string("s"), "{\"$symbol\":\"s\"}", "\"s\""),
    {"CodeWithScope", BsonType::code_with_scope, code_with_scope("f", BsonBuilder().add_int32("x", 1)),
     "{\"$code\":\"f\",\"$scope\":{\"x\":{\"$numberInt\":\"1\"}}}", "{\"$code\":\"f\",\"$scope\":{\"x\":1}}",
     "{\"code\":\"f\",\"scope\":{\"x\":1}}"},
    {"Int32", BsonType::int32, stored(std::numeric_limits<std::int32_t>::min()), "{\"$numberInt\":\"-2147483648\"}",
     "-2147483648", "-2147483648"},
    same("Timestamp", BsonType::timestamp, stored(std::uint64_t{123456789} << 32 | 42),
         "{\"$timestamp\":{\"t\":123456789,\"i\":42}}", "{\"$timestamp\":\"530242871224172586\"}"),
    same("TimestampLargest", BsonType::timestamp, stored(~std::uint64_t{0}),
         "{\"$timestamp\":{\"t\":4294967295,\"i\":4294967295}}", "{\"$timestamp\":\"18446744073709551615\"}"),
    long_number("Int64", 42, "42"),
    long_number("Int64ExactInScript", std::int64_t{1} << 53, "9007199254740992"),
    long_number("Int64BeyondScript", (std::int64_t{1} << 53) + 1, "{\"high\":2097152,\"low\":1,\"unsigned\":false}"),
    long_number("Int64Largest", std::numeric_limits<std::int64_t>::max(),
                "{\"high\":2147483647,\"low\":-1,\"unsigned\":false}"),
    long_number("Int64Smallest", std::numeric_limits<std::int64_t>::min(),
                "{\"high\":-2147483648,\"low\":0,\"unsigned\":false}"),
    same("Decimal128", BsonType::decimal128, decimal(0x303C000000000000, 1999), "{\"$numberDecimal\":\"19.99\"}",
         "{\"$numberDecimal\":\"19.99\"}"),
    same("MinKey", BsonType::min_key, "", "{\"$minKey\":1}", "{}"),
    same("MaxKey", BsonType::max_key, "", "{\"$maxKey\":1}", "{}"),
};

INSTANTIATE_TEST_SUITE_P(Bson, EveryType, testing::ValuesIn(cases),
                         [](const auto& instance) { return instance.param.name; });

TEST(DocumentWriter, LeavesUndefinedOutOfPlainDocumentsButNotOutOfArrays) {
  const BsonBuilder document = BsonBuilder()
                                   .add(BsonType::undefined, "first")
                                   .add_int32("second", 2)
                                   .add(BsonType::undefined, "third")
                                   .add_array("array", BsonBuilder().add(BsonType::undefined, "0").add_int32("1", 1));
  EXPECT_EQ(json_of(JsonFormat::plain, document), R"({"second":2,"array":[null,1]})");
  EXPECT_EQ(json_of(JsonFormat::relaxed, document),
            R"({"first":{"$undefined":true},"second":2,"third":{"$undefined":true},"array":[{"$undefined":true},1]})");
  EXPECT_EQ(json_of(JsonFormat::plain, BsonBuilder().add(BsonType::undefined, "only")), "{}");
}

TEST(DocumentWriter, AppendsBehindWhatTheBufferHolds) {
  TextBuffer text;
  text.append("[");
  const Bytes document = BsonBuilder().add_int32("a", 1).bytes();
  const DocumentWriter writer(JsonFormat::relaxed);
  writer.write(view_of(document), text);
  text.push_back(',');
  writer.write(view_of(document), text);
  EXPECT_EQ(text.view(), R"([{"a":1},{"a":1})");
}

TEST(DocumentWriter, KeepsOrderAndDuplicatesOfKeys) {
  const BsonBuilder document = BsonBuilder().add_int32("b", 1).add_int32("10", 2).add_int32("b", 3).add_int32("9", 4);
  EXPECT_EQ(json_of(JsonFormat::canonical, document),
            "{\"b\":{\"$numberInt\":\"1\"},\"10\":{\"$numberInt\":\"2\"},"
            "\"b\":{\"$numberInt\":\"3\"},\"9\":{\"$numberInt\":\"4\"}}");
  EXPECT_EQ(json_of(JsonFormat::plain, document), R"({"b":1,"10":2,"b":3,"9":4})");
}

TEST(DocumentWriter, WritesDbRefsAsTheyAreStored) {
  const BsonBuilder reference = BsonBuilder().add_int32("x", 1).add_int32("$id", 42).add_string("$ref", "shop.orders");
  EXPECT_EQ(json_of(JsonFormat::plain, reference), R"({"x":1,"$id":42,"$ref":"shop.orders"})");
  EXPECT_EQ(json_of(JsonFormat::relaxed, reference), R"({"x":1,"$id":42,"$ref":"shop.orders"})");
}

TEST(DocumentWriter, WritesKeysOfEveryLength) {
  for (std::size_t size = 0; size < 100; ++size) {
    const std::string key(size, 'k');
    EXPECT_EQ(json_of(JsonFormat::relaxed, BsonBuilder().add_int32(key, 1).add_string("after", "text")),
              "{\"" + key + "\":1,\"after\":\"text\"}");
    EXPECT_EQ(json_of(JsonFormat::plain, BsonBuilder().add(BsonType::null, key)), "{\"" + key + "\":null}");
  }
  EXPECT_EQ(json_of(JsonFormat::plain, BsonBuilder().add_int32("a\"\n\x01é", 1)), "{\"a\\\"\\n\\u0001é\":1}");
}

TEST(DocumentWriter, WritesArraysOfManyElements) {
  BsonBuilder array;
  std::string expected = "{\"a\":[";
  for (int index = 0; index < 12345; ++index) {
    array.add_int32(std::to_string(index), index);
    expected += (index == 0 ? "{\"$numberInt\":\"" : ",{\"$numberInt\":\"") + std::to_string(index) + "\"}";
  }
  EXPECT_EQ(json_of(JsonFormat::canonical, BsonBuilder().add_array("a", array)), expected + "]}");
}

TEST(DocumentWriter, WritesTheLargestDocumentOfMongoDb) {
  constexpr std::size_t size = 16 * 1024 * 1024;
  const std::string text(size - 17, 'x');
  const Bytes document = BsonBuilder().add_string("text", text).bytes();
  TextBuffer out;
  DocumentWriter(JsonFormat::canonical).write(view_of(document), out);
  EXPECT_EQ(out.view(), "{\"text\":\"" + text + "\"}");
  EXPECT_LE(out.capacity(), 2 * size + 65536) << "room for the worst case is asked for piece by piece";
}

TEST(WriteValue, WritesWhatTheDocumentHasForTheValue) {
  const Bytes document = BsonBuilder().add_string("a", "x").add_document("b", BsonBuilder().add_int32("c", 1)).bytes();
  TextBuffer text;
  EXPECT_TRUE(write_value(*find_element(view_of(document), "b"), text, JsonFormat::canonical));
  EXPECT_EQ(text.view(), R"({"c":{"$numberInt":"1"}})");
  text.clear();
  EXPECT_TRUE(write_value(*find_element(view_of(document), "a"), text, JsonFormat::plain));
  EXPECT_EQ(text.view(), "\"x\"");
}

TEST(WriteValue, RefusesBytesThatAreNoSuchValue) {
  TextBuffer text;
  text.append("before");
  for (const std::size_t size : {3, 5}) {
    const Bytes value(size, 0);
    EXPECT_THROW(write_value({BsonType::int32, "key", value}, text, JsonFormat::canonical), Error) << size;
    EXPECT_EQ(text.view(), "before");
  }
}

TEST(WriteValue, SaysWhereTextDoesNotCarryTheValue) {
  const Bytes document = BsonBuilder().add_string("a", "\xFF").bytes();
  TextBuffer text;
  EXPECT_FALSE(write_value(*find_element(view_of(document), "a"), text, JsonFormat::canonical));
  EXPECT_EQ(text.view(), "\"\uFFFD\"");
}

}  // namespace
}  // namespace mongokeep::extjson
