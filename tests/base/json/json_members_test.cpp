#include "base/json/json_members.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "support/process_limits.h"
#include "support/repeated.h"

namespace mongokeep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class JsonMembersTest : public testing::Test {
 protected:
  JsonMembersTest() {
    members_.value("name").long_value("error").list("tags").text("options");
    JsonMembers of_records;
    of_records.value("name").text("options");
    members_.objects("records", of_records, [this](const Json& record) { records_.push_back(json_line(record)); });
  }

  std::string read(std::string_view text) { return json_line(parse_members(text, members_)); }

  std::string refusal(std::string_view text) {
    try {
      return "read as " + read(text);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::invalid_data);
      return error.cause();
    }
  }

  JsonMembers members_;
  std::vector<std::string> records_;
};

TEST_F(JsonMembersTest, AreReadInAnyOrderAndTheOthersPassedOver) {
  EXPECT_EQ(read(R"({"a": [{"name": 1}], "name": "x", "b": {"name": 2, "c": [[]]}, "z": 1e5})"), R"({"name":"x"})");
  EXPECT_EQ(read(R"({"tags": ["a", 1, null], "name": 3})"), R"({"tags":["a",1,null],"name":3})");
  EXPECT_EQ(read("{}"), "{}");
}

TEST_F(JsonMembersTest, GiveObjectsOneByOne) {
  const std::string text =
      R"({"records": [{"name": "a", "x": {"name": "y"}}, {}, {"options": {"b": [1, 2.50, "\u0001\"", true]}}], "name": "n"})";
  EXPECT_EQ(read(text), R"({"records":[],"name":"n"})");
  EXPECT_THAT(records_, ElementsAre(R"({"name":"a"})", "{}", R"({"options":"{\"b\":[1,2.50,\"\\u0001\\\"\",true]}"})"));
}

TEST_F(JsonMembersTest, KeepATextAsItStands) {
  for (const std::string text : {"{}", "[]", "null", "\"x\"", "12", "-1.50e3", "18446744073709551616",
                                 "[[],{},[1,[2]]]", R"({"a":{"a":1},"a":[{"b":"[{:,"},2]})"}) {
    EXPECT_EQ(parse_members("{\"options\": " + text + "}", members_).at("options"), text);
  }
  EXPECT_EQ(parse_members("{\"options\":\n { \"a\" : [ 1 , 2 ] } }", members_).at("options"), "{\"a\":[1,2]}");
}

TEST_F(JsonMembersTest, AreRefusedWhereTheyAreTwiceOrOfAnotherKind) {
  EXPECT_EQ(refusal(R"({"name": 1, "b": 2, "b": 3, "name": 1})"), "`name`: it is there twice");
  EXPECT_EQ(refusal(R"({"records": [{"name": 1, "name": 2}]})"), "`name`: it is there twice");
  EXPECT_EQ(refusal(R"({"name": {}})"), "`name`: it is an object");
  EXPECT_EQ(refusal(R"({"name": []})"), "`name`: it is an array");
  EXPECT_EQ(refusal(R"({"tags": "a"})"), "`tags`: it is not an array");
  EXPECT_EQ(refusal(R"({"tags": {}})"), "`tags`: it is an object");
  EXPECT_EQ(refusal(R"({"tags": [[]]})"), "`tags`: one of its elements is an array");
  EXPECT_EQ(refusal(R"({"tags": [{}]})"), "`tags`: one of its elements is an object");
  EXPECT_EQ(refusal(R"({"records": {}})"), "`records`: it is an object");
  EXPECT_EQ(refusal(R"({"records": 1})"), "`records`: it is not an array");
  EXPECT_EQ(refusal(R"({"records": [1]})"), "`records`: one of its elements is not an object");
  EXPECT_EQ(refusal(R"({"records": [[]]})"), "`records`: one of its elements is not an object");
  EXPECT_EQ(refusal("[]"), "it is not an object");
  EXPECT_EQ(refusal("1"), "it is not an object");
}

TEST_F(JsonMembersTest, ArePassedOverOnlyWhereTheyAreJson) {
  for (const std::string bad :
       {"{\"a\": 1e400}", "{\"a\": \"\xFF\"}", "{\"a\": \"\\ud800\"}", "{\"a\": \"\\udc00\\ud800\"}", "{\"a\": 01}",
        "{\"a\": +1}", "{\"a\": NaN}", "{\"a\": \"\n\"}", "{\"a\": 1,}", "{\"a\": [1}", "{\"a\" 1}", "{} {}", "{}x", "",
        "{\"a\": 'b'}", "{} // c", "\xEF\xBB\xBF{}"}) {
    EXPECT_THAT(refusal(bad), testing::Not(HasSubstr("read as"))) << bad;
  }
  EXPECT_EQ(refusal("{\"a\": " + test::repeated(250, "[") + test::repeated(250, "]") + "}"),
            "it is nested more than 250 levels deep");
  EXPECT_EQ(refusal("{\"options\": " + test::repeated(2'000'000, "{\"a\":")), "it is nested more than 250 levels deep");
  EXPECT_LT(refusal("{\"a\": \"" + test::repeated(1'000'000, "x") + "\x01\"}").size(), 400U);
}

TEST_F(JsonMembersTest, AreBoundInLength) {
  const std::string longest = test::repeated(JsonMembers::longest_string, "x");
  EXPECT_EQ(read("{\"name\": \"" + longest + "\"}"), "{\"name\":\"" + longest + "\"}");
  EXPECT_EQ(refusal("{\"name\": \"" + longest + "x\"}"), "`name`: it is longer than 65536 bytes");
  EXPECT_EQ(refusal("{\"tags\": [\"" + longest + "x\"]}"), "`tags`: it is longer than 65536 bytes");
  EXPECT_EQ(read("{\"error\": \"" + longest + "x\"}"), "{\"error\":\"" + longest + "x\"}");
  EXPECT_EQ(refusal("{\"tags\": [0" + test::repeated(JsonMembers::longest_list, ",0") + "]}"),
            "`tags`: it has more than 65536 elements");
}

TEST_F(JsonMembersTest, CostNoMemoryWhereTheyArePassedOver) {
  // As a tree the first would take 130 MB, and the one with keys hours.
  for (const std::string& text : {"{\"a\": [0" + test::repeated(8'000'000, ",0") + "]}",
                                  "{\"a\": [[1]" + test::repeated(2'000'000, ",[1]") + "]}",
                                  "{\"a\": {\"k\": 0" + test::repeated(2'000'000, ",\"k\":0") + "}}",
                                  "{\"a\": 0" + test::repeated(2'000'000, ",\"b\":0") + "}"}) {
    EXPECT_TRUE(test::fits_into(2 * test::mebibyte, [&] { return read(text) == "{}"; })) << text.substr(0, 20);
  }
}

TEST_F(JsonMembersTest, OfManyKindsTakeTimeByTheirLengthOnly) {
  std::string keys;
  for (int number = 0; number < 1'000'000; ++number) keys += ",\"k" + std::to_string(number) + "\":0";
  EXPECT_EQ(read("{\"name\": 1" + keys + "}"), "{\"name\":1}");
  EXPECT_EQ(parse_members("{\"options\": {\"k\":0" + keys + "}}", members_).at("options"), "{\"k\":0" + keys + "}");
}

TEST(JsonElements, AreGivenOneByOneAsTheyStand) {
  std::vector<std::string> found;
  const auto take = [&](std::string element) { found.push_back(std::move(element)); };
  for_each_element(R"( [ {"a": [1, {}]} , [] , [[2], 3], "x", -1.50, {} ] )", take);
  EXPECT_THAT(found, ElementsAre(R"({"a":[1,{}]})", "[]", "[[2],3]", "\"x\"", "-1.50", "{}"));
  for_each_element("[]", take);
  EXPECT_EQ(found.size(), 6U);
  for (const char* const text : {"{}", "1", "", "[1", "[] []"})
    EXPECT_THROW(for_each_element(text, take), Error) << text;
}

}  // namespace
}  // namespace mongokeep
