// What is no text of a document: the byte at fault, and the keys that lead to it.

#include <gtest/gtest.h>

#include <string>

#include "extjson/expected_fault.h"

namespace mongokeep::extjson {
namespace {

TEST(TextFault, OfTextThatIsNoDocument) {
  expect_fault("⟨", "", "there is no document");
  expect_fault(" \n ⟨", "", "there is no document");
  expect_fault(" ⟨[1,2]", "", "a document must begin with {");
  expect_fault("⟨\"a\"", "", "a document must begin with {");
  expect_fault("⟨1", "", "a document must begin with {");
  expect_fault("⟨null ", "", "a document must begin with {");
  expect_fault("⟨\xEF\xBB\xBF{}", "", "a document must begin with {");
  expect_fault("⟨}", "", "a document must begin with {");
}

TEST(TextFault, OfTextThatEndsTooEarly) {
  for (const char* text : {"{⟨", "{\"a\"⟨", "{\"a\":{\"b\":1}⟨", "{\"_id\":1,⟨", "{\"a\":1⟨", "{\"a\":1 ⟨"}) {
    const std::string_view path = std::string_view(text).starts_with("{\"a\":") ? "a" : "";
    expect_fault(text, path, "the text ends in the middle of a document");
  }
  expect_fault("{\"a\":⟨", "a", "the text ends in the middle of a document");
  expect_fault("{\"a\":[1,{}⟨", "a.1", "the text ends in the middle of a document");
  expect_fault("{\"a\":[1,2]⟨", "a", "the text ends in the middle of a document");
  expect_fault("{\"_id\":{\"x\":[⟨", "_id.x.0", "the text ends in the middle of a document");
  expect_fault("{\"a\":{\"$numberInt\":\"1\"⟨", "a.$numberInt", "the text ends in the middle of a document");
  expect_fault("{\"a\":{\"$code\":\"1\",\"$scope\":{\"b\":1}⟨", "a.$scope",
               "the text ends in the middle of a document");
}

TEST(TextFault, OfEveryTextThatIsCutShort) {
  const std::string text =
      R"({"_id":{"$oid":"0123456789abcdef01234567"},"a":[1,{"$numberLong":"12"},true],"b":{"c":"d\n","e":-1.5e3}})";
  ASSERT_FALSE(read_text(text).fault);
  for (std::size_t size = 0; size < text.size(); ++size) {
    const TextReading reading = read_text(text.substr(0, size));
    ASSERT_TRUE(reading.fault) << text.substr(0, size);
    EXPECT_LE(reading.fault->offset, size);
  }
}

TEST(TextFault, OfWhatStandsBehindTheDocument) {
  expect_fault("{} ⟨{}", "", "after the document");
  expect_fault("{}⟨}", "", "after the document");
  expect_fault("{\"a\":1}⟨,", "", "after the document");
  expect_fault("{\"a\":1} ⟨x", "", "after the document");
}

TEST(TextFault, OfMarksInTheWrongPlace) {
  expect_fault("{⟨,}", "", "a key is expected here");
  expect_fault("{\"a\":1,⟨}", "", "a key is expected here");
  expect_fault("{\"a\":1,⟨,\"b\":1}", "", "a key is expected here");
  expect_fault("{⟨a:1}", "", "a key is expected here");
  expect_fault("{\"a\"⟨}", "", "a colon is expected here");
  expect_fault("{\"a\" ⟨1}", "", "a colon is expected here");
  expect_fault("{\"a\"⟨\"b\":1}", "", "a colon is expected here");
  expect_fault("{\"a\":⟨}", "a", "a value is expected here");
  expect_fault("{\"a\":⟨:1}", "a", "a value is expected here");
  expect_fault("{\"a\":1 ⟨\"b\":2}", "a", "a comma or a closing brace");
  expect_fault("{\"a\":{}⟨{}}", "a", "a comma or a closing brace");
  expect_fault("{\"a\":1⟨]", "a", "a comma or a closing brace");
  expect_fault("{\"a\":[1⟨}", "a.0", "a comma or a closing bracket");
  expect_fault("{\"a\":[1 ⟨2]}", "a.0", "a comma or a closing bracket");
  expect_fault("{\"a\":[1,⟨]}", "a.1", "a value is expected here");
  expect_fault("{\"a\":[⟨,1]}", "a.0", "a value is expected here");
}

TEST(TextFault, OfWordsAndNumbers) {
  expect_fault("{\"a\":⟨nul}", "a", "not a value");
  expect_fault("{\"a\":⟨True}", "a", "a value is expected here");
  expect_fault("{\"a\":true⟨r}", "a", "not part of the value");
  expect_fault("{\"a\":null⟨\"b\"}", "a", "not part of the value");
  expect_fault("{\"a\":⟨NaN}", "a", "a value is expected here");
  expect_fault("{\"a\":⟨+1}", "a", "a value is expected here");
  expect_fault("{\"a\":⟨.5}", "a", "a value is expected here");
  expect_fault("{\"a\":-⟨}", "a", "a digit is missing");
  expect_fault("{\"a\":-⟨x}", "a", "a digit is missing");
  expect_fault("{\"a\":0⟨1}", "a", "a leading zero");
  expect_fault("{\"a\":1.⟨}", "a", "a digit is missing");
  expect_fault("{\"a\":1.⟨e5}", "a", "a digit is missing");
  expect_fault("{\"a\":1e⟨}", "a", "a digit is missing");
  expect_fault("{\"a\":1e+⟨}", "a", "a digit is missing");
  expect_fault("{\"a\":12⟨x}", "a", "not part of the value");
  expect_fault("{\"a\":1.2⟨.3}", "a", "not part of the value");
  expect_fault("{\"a\":⟨1e400}", "a", "larger than a double");
  expect_fault("{\"a\":⟨-1e400}", "a", "larger than a double");
  expect_fault("{\"a\":0⟨x10}", "a", "not part of the value");
}

TEST(TextFault, OfStrings) {
  expect_fault("{\"a\":⟨\"b", "a", "the string is not closed");
  expect_fault("{\"a\":⟨\"b\\\"}", "a", "the string is not closed");
  expect_fault("{⟨\"a", "", "the string is not closed");
  expect_fault("{\"a\":\"b⟨\nc\"}", "a", "a control character");
  expect_fault(std::string("{\"a\":\"b⟨\0c\"}", 14), "a", "a control character");
  expect_fault("{\"a\":\"b⟨\\x\"}", "a", "no such escape");
  expect_fault("{\"a\":\"b⟨\\u12\"}", "a", "needs four hexadecimal digits");
  expect_fault("{\"a\":\"b⟨\\u12g4\"}", "a", "needs four hexadecimal digits");
  expect_fault("{\"a\":\"⟨\\ud800\"}", "a", "half a surrogate pair");
  expect_fault("{\"a\":\"⟨\\ud800\\u0041\"}", "a", "half a surrogate pair");
  expect_fault("{\"a\":\"⟨\\ud800\\n\"}", "a", "half a surrogate pair");
  expect_fault("{\"a\":\"⟨\\udc00\\ud800\"}", "a", "half a surrogate pair");
  expect_fault("{\"a\":⟨\\\"b\"}", "a", "only in strings");
  expect_fault("{⟨'a':1}", "", "a key is expected here");
  expect_fault("{\"a\":1 ⟨/* b */}", "a", "a comma or a closing brace");
}

TEST(TextFault, OfBytesThatAreNotUtf8) {
  for (const char* bytes : {"\x80", "\xC3", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8"}) {
    expect_fault(std::string("{\"b\":1,\"a\":\"é⟨") + bytes + "\"}", "a", "not UTF-8");
    expect_fault(std::string("{\"b\":1,\"é⟨") + bytes + "\":1}", "", "not UTF-8");
    expect_fault(std::string("{\"b\":1,⟨") + bytes + "\"a\":1}", "", "not UTF-8");
  }
}

TEST(TextFault, OfNulsWhereBsonHasNoRoomForThem) {
  expect_fault(R"({"a⟨\u0000":1})", "", "a key must not contain NUL");
  expect_fault(R"({"b":[{"\n\\u0000⟨\u0000":1}]})", "b.0", "a key must not contain NUL");
  expect_fault(R"({"a":{"$regularExpression":{"pattern":"b⟨\u0000","options":""}}})", "a.$regularExpression.pattern",
               "must not contain NUL");
  expect_fault(R"({"a":{"$regex":"b","$options":"⟨\u0000"}})", "a.$options", "must not contain NUL");
}

TEST(TextFault, HasAPathThatIsCutWhereItIsLong) {
  const std::string key(200, 'k');
  const std::string text = "{\"" + key + "\":{\"" + key + "\":{\"c\":x}}}";
  const TextReading reading = read_text(text);
  ASSERT_TRUE(reading.fault);
  EXPECT_EQ(reading.fault->path, (key + "." + key).substr(0, 256) + "…");
  const std::string wide = "{\"" + std::string(255, 'k') + "é\":x}";
  EXPECT_EQ(read_text(wide).fault->path, std::string(255, 'k') + "…");
}

}  // namespace
}  // namespace mongokeep::extjson
