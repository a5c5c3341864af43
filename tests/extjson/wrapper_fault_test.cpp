// Objects with a type's key that are not whole, or hold what their type cannot; and such keys in other company.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "extjson/expected_fault.h"
#include "extjson/wrapper_keys.h"

namespace mongokeep::extjson {
namespace {

/// Checks the fault of {"a": text}, below the key `a`.
void expect_value_fault(const std::string& marked, const std::string& path, std::string_view cause) {
  expect_fault("{\"a\":" + marked + "}", path.empty() ? "a" : "a." + path, cause);
}

TEST(WrapperFault, OfNumbers) {
  expect_value_fault(R"({"$numberInt":"⟨x"})", "$numberInt", "a digit is missing");
  expect_value_fault(R"({"$numberInt":"⟨"})", "$numberInt", "a digit is missing");
  expect_value_fault(R"({"$numberInt":"12⟨ "})", "$numberInt", "not part of a number");
  expect_value_fault(R"({"$numberInt":"⟨ 12"})", "$numberInt", "a digit is missing");
  expect_value_fault(R"({"$numberInt":"⟨+5"})", "$numberInt", "a digit is missing");
  expect_value_fault(R"({"$numberInt":"0⟨5"})", "$numberInt", "a leading zero");
  expect_value_fault(R"({"$numberInt":"⟨2147483648"})", "$numberInt", "not a 32-bit integer");
  expect_value_fault(R"({"$numberInt":"⟨-2147483649"})", "$numberInt", "not a 32-bit integer");
  expect_value_fault(R"({"$numberInt":"⟨1.0"})", "$numberInt", "not a 32-bit integer");
  expect_value_fault(R"({"$numberInt":⟨42})", "$numberInt", "a string is expected here");
  expect_value_fault(R"({"$numberLong":"⟨9223372036854775808"})", "$numberLong", "not a 64-bit integer");
  expect_value_fault(R"({"$numberLong":"⟨-9223372036854775809"})", "$numberLong", "not a 64-bit integer");
  expect_value_fault(R"({"$numberLong":"⟨100000000000000000000000"})", "$numberLong", "not a 64-bit integer");
  expect_value_fault(R"({"$numberLong":⟨null})", "$numberLong", "a string is expected here");
  expect_value_fault(R"({"$numberDouble":"⟨inf"})", "$numberDouble", "a digit is missing");
  expect_value_fault(R"({"$numberDouble":"-⟨NaN"})", "$numberDouble", "a digit is missing");
  expect_value_fault(R"({"$numberDouble":"⟨1e400"})", "$numberDouble", "larger than a double");
  expect_value_fault(R"({"$numberDecimal":"1.⟨x"})", "$numberDecimal", "not part of a decimal128");
  expect_value_fault(R"({"$numberDecimal":⟨1})", "$numberDecimal", "a string is expected here");
}

TEST(WrapperFault, OfAStringWithEscapesIsAtItsBegin) {
  expect_value_fault(R"({"$numberInt":⟨"\u0031x"})", "$numberInt", "not part of a number");
  expect_value_fault(R"({"$numberDouble":⟨"1.5\u0000"})", "$numberDouble", "not part of a number");
  expect_value_fault(R"({"$oid":⟨"\u0031x"})", "$oid", "24 hexadecimal digits");
}

TEST(WrapperFault, OfObjectIds) {
  expect_value_fault(R"({"$oid":"0123456789abcdef0123456⟨"})", "$oid", "24 hexadecimal digits");
  expect_value_fault(R"({"$oid":"0123456789abcdef01234567⟨8"})", "$oid", "24 hexadecimal digits");
  expect_value_fault(R"({"$oid":"0123456789abcdef⟨g1234567"})", "$oid", "24 hexadecimal digits");
  expect_value_fault(R"({"$oid":⟨42})", "$oid", "a string is expected here");
}

TEST(WrapperFault, OfDates) {
  expect_value_fault(R"({"$date":⟨true})", "$date", "a date must be");
  expect_value_fault(R"({"$date":⟨1.5})", "$date", "not a 64-bit integer");
  expect_value_fault(R"({"$date":"⟨"})", "$date", "not an ISO 8601 date");
  expect_value_fault(R"({"$date":"2012-12-24T12:15:30.501⟨"})", "$date", "not an ISO 8601 date");
  expect_value_fault(R"({"$date":"2012-⟨13-24T12:15:30.501Z"})", "$date", "not an ISO 8601 date");
  expect_value_fault(R"({"$date":{⟨"$numberInt":"1"}})", "$date", "no such member");
  expect_value_fault(R"({"$date":{"$numberLong":"⟨x"}})", "$date.$numberLong", "a digit is missing");
  expect_value_fault(R"({"$date":{"$numberLong":"1",⟨"b":1}})", "$date", "no more members");
}

TEST(WrapperFault, OfBinaries) {
  expect_value_fault(R"({"$binary":{"base64":"AA⟨*A","subType":"00"}})", "$binary.base64", "not base64");
  expect_value_fault(R"({"$binary":{"base64":"AA⟨-A","subType":"00"}})", "$binary.base64", "not base64");
  expect_value_fault(R"({"$binary":{"base64":"AAA⟨","subType":"00"}})", "$binary.base64", "multiple of four");
  expect_value_fault(R"({"$binary":{"base64":"AA⟨=A","subType":"00"}})", "$binary.base64", "not base64");
  expect_value_fault(R"({"$binary":{"base64":"A⟨B==","subType":"00"}})", "$binary.base64", "padding bits");
  expect_value_fault(R"({"$binary":{"base64":"AA⟨B=","subType":"00"}})", "$binary.base64", "padding bits");
  expect_value_fault(R"({"$binary":{"base64":"A⟨===","subType":"00"}})", "$binary.base64", "not base64");
  expect_value_fault(R"({"$binary":{"base64":"","subType":"⟨"}})", "$binary.subType", "hexadecimal digits");
  expect_value_fault(R"({"$binary":{"base64":"","subType":"00⟨0"}})", "$binary.subType", "hexadecimal digits");
  expect_value_fault(R"({"$binary":{"base64":"","subType":"0⟨g"}})", "$binary.subType", "hexadecimal digits");
  expect_value_fault(R"({"$binary":{"base64":"","subType":⟨0}})", "$binary.subType", "a string is expected here");
  expect_value_fault(R"({"$binary":{"base64":""⟨}})", "$binary.base64", "a member is missing");
  expect_value_fault(R"({"$binary":{"base64":"",⟨"base64":""}})", "$binary", "given twice");
  expect_value_fault(R"({"$binary":{"base64":"","subType":"00",⟨"b":1}})", "$binary", "no such member");
  expect_value_fault(R"({"$binary":{"base64":"","subType":"00"},⟨"$type":"00"})", "", "no more members");
  expect_value_fault(R"({"$binary":""⟨})", "$binary", "both $binary and $type");
  expect_value_fault(R"({"$uuid":"73ffd264⟨44b34c6990e8e7d1dfc035d4"})", "$uuid", "8-4-4-4-12");
  expect_value_fault(R"({"$uuid":"73ffd264-44b3-4c69-90e8-e7d1dfc035d4⟨0"})", "$uuid", "36 characters");
}

TEST(WrapperFault, OfTheOtherTypes) {
  expect_value_fault(R"({"$timestamp":{"t":⟨-1,"i":0}})", "$timestamp.t", "32-bit integers");
  expect_value_fault(R"({"$timestamp":{"t":1,"i":⟨4294967296}})", "$timestamp.i", "32-bit integers");
  expect_value_fault(R"({"$timestamp":{"t":1,"i":⟨1.0}})", "$timestamp.i", "32-bit integers");
  expect_value_fault(R"({"$timestamp":⟨"1"})", "$timestamp", "an object is expected here");
  expect_value_fault(R"({"$regularExpression":{"pattern":"a"⟨}})", "$regularExpression.pattern", "is missing");
  expect_value_fault(R"({"$regex":"a",⟨"b":1})", "", "no such member");
  expect_value_fault(R"({"$code":⟨1})", "$code", "$code must be a string");
  expect_value_fault(R"({"$code":"","$scope":⟨[]})", "$scope", "$scope must be a document");
  expect_value_fault(R"({"$code":"","$scope":⟨{"$oid":"0123456789abcdef01234567"}})", "$scope",
                     "a document is expected");
  expect_value_fault(R"({"$code":"","$scope":{"b":⟨x}})", "$scope.b", "a value is expected here");
  expect_value_fault(R"({"$scope":{}⟨})", "$scope", "$scope needs $code");
  expect_value_fault(R"({"$dbPointer":{"$ref":"b","$id":⟨"0123456789abcdef01234567"}})", "$dbPointer.$id",
                     "an object is expected here");
  expect_value_fault(R"({"$minKey":⟨true})", "$minKey", "not a value");
  expect_value_fault(R"({"$maxKey":1⟨0})", "$maxKey", "not part of the value");
  expect_value_fault(R"({"$undefined":⟨false})", "$undefined", "not a value");
  expect_value_fault(R"({"$symbol":⟨1})", "$symbol", "a string is expected here");
}

class TypeKeyInOtherCompany : public testing::TestWithParam<std::string> {};

TEST_P(TypeKeyInOtherCompany, IsAFault) {
  ASSERT_NE(type_key(GetParam()), TypeKey::none);
  const std::string key = "\"" + GetParam() + "\"";
  expect_value_fault("{\"b\":1,⟨" + key + ":\"x\"}", "", "has no other members");
  expect_value_fault("{\"$b\":\"x\",⟨" + key + ":\"x\"}", "", "has no other members");
  expect_fault("⟨{" + key + ":\"x\"}", "", "a document is expected");
  expect_fault("{\"b\":1,⟨" + key + ":\"x\"}", "", "has no other members");
  const TextReading alone = read_text("{\"a\":{" + key + ":[]}}");
  EXPECT_EQ(alone.fault.has_value(), GetParam() != "$regex") << fault_text(alone);
}

INSTANTIATE_TEST_SUITE_P(ExtendedJson, TypeKeyInOtherCompany,
                         testing::Values("$binary", "$code", "$date", "$dbPointer", "$maxKey", "$minKey",
                                         "$numberDecimal", "$numberDouble", "$numberInt", "$numberLong", "$oid",
                                         "$regex", "$regularExpression", "$scope", "$symbol", "$timestamp",
                                         "$undefined", "$uuid"),
                         [](const auto& instance) { return instance.param.substr(1); });

TEST(WrapperFault, OfMembersTooMany) {
  const std::vector<std::string> wrappers = {
      R"("$oid":"0123456789abcdef01234567")",
      R"("$numberInt":"1")",
      R"("$numberLong":"1")",
      R"("$numberDouble":"1.0")",
      R"("$numberDecimal":"1")",
      R"("$date":"2012-12-24T12:15:30Z")",
      R"("$date":{"$numberLong":"1"})",
      R"("$uuid":"73ffd264-44b3-4c69-90e8-e7d1dfc035d4")",
      R"("$symbol":"s")",
      R"("$undefined":true)",
      R"("$minKey":1)",
      R"("$maxKey":1)",
      R"("$timestamp":{"t":1,"i":2})",
      R"("$binary":{"base64":"","subType":"00"})",
      R"("$regularExpression":{"pattern":"","options":""})",
      R"("$dbPointer":{"$ref":"b","$id":{"$oid":"0123456789abcdef01234567"}})",
      R"("$code":"")",
      R"("$regex":"")",
  };
  for (const std::string& wrapper : wrappers) {
    ASSERT_FALSE(read_text("{\"a\":{" + wrapper + "}}").fault) << wrapper;
    expect_value_fault("{" + wrapper + ",⟨\"b\":1}", "", "member");
    expect_value_fault("{" + wrapper + ",⟨\"$b\":1}", "", "member");
  }
}

}  // namespace
}  // namespace mongokeep::extjson
