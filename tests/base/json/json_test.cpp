#include "base/json/json.h"

#include <gmock/gmock.h>

#include "mongokeep/error.h"

namespace mongokeep {
namespace {

using testing::HasSubstr;

std::string refusal_of(const std::string& text) {
  try {
    parse_json(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::invalid_data);
    return error.cause();
  }
  ADD_FAILURE() << "it was read";
  return "";
}

std::string nested(int depth, const std::string& inside = "") {
  return std::string(static_cast<std::size_t>(depth), '[') + inside + std::string(static_cast<std::size_t>(depth), ']');
}

TEST(Json, IsReadUpToItsDepth) {
  EXPECT_EQ(json_line(parse_json(nested(deepest_json))), nested(deepest_json));
  EXPECT_THAT(refusal_of(nested(deepest_json + 1)), HasSubstr("more than 250 levels deep"));
  EXPECT_THAT(refusal_of(nested(1'000'000)), HasSubstr("more than 250 levels deep"));
}

TEST(Json, HasNoDepthWithinStrings) {
  const std::string text = "[\"" + std::string(1000, '[') + "\\\"{{{\"]";
  EXPECT_EQ(json_line(parse_json(text)), text);
}

TEST(Json, ThatIsNoneIsRefusedWithThePlace) {
  EXPECT_THAT(refusal_of(""), HasSubstr("line 1, column 1"));
  EXPECT_THAT(refusal_of("{\"a\": 1,\n \"b\" 2}"), HasSubstr("line 2, column"));
  EXPECT_THAT(refusal_of("[\"\xFF\"]"), HasSubstr("UTF-8"));
  EXPECT_THAT(refusal_of("]]]]"), HasSubstr("line 1"));
}

TEST(Json, WithAMemberTwiceIsRefused) {
  EXPECT_EQ(refusal_of(R"({"b": 1, "a": {"x": 1, "y": 2, "x": 3}})"), "the member \"x\" is there twice");
  EXPECT_EQ(json_line(parse_json(R"([{"a":1},{"a":1,"b":{"a":1}}])")), R"([{"a":1},{"a":1,"b":{"a":1}}])");
}

TEST(Json, TakesTimeByItsLengthOnly) {
  std::string text = "{\"k\":0";
  for (int number = 0; number < 500'000; ++number) text += ",\"k" + std::to_string(number) + "\":0";
  text += "}";
  EXPECT_EQ(parse_json(text).size(), 500'001U);
  EXPECT_EQ(compact_json(text), text);
}

TEST(Json, MembersHaveToBeWhatTheyAreTakenFor) {
  const Json object =
      parse_json(R"({"n": 7, "text": "x", "on": true, "half": 1.5, "below": -1, "high": 18446744073709551616})");
  EXPECT_EQ(whole_number_at(object, "n", 7), 7U);
  for (const char* const key : {"text", "on", "half", "below", "high", "none"}) {
    EXPECT_THROW(whole_number_at(object, key, UINT64_MAX), Error) << key;
  }
  EXPECT_THROW(whole_number_at(object, "n", 6), Error);
  EXPECT_EQ(string_at(object, "text"), "x");
  EXPECT_EQ(string_or_none_at(object, "none"), "");
  EXPECT_THROW(string_at(object, "n"), Error);
  EXPECT_THROW(string_or_none_at(object, "n"), Error);
  EXPECT_TRUE(is_true_at(object, "on"));
  EXPECT_FALSE(is_true_at(object, "none"));
  EXPECT_THROW(boolean_at(object, "none"), Error);
  EXPECT_THROW(is_true_at(object, "n"), Error);
}

TEST(Json, IsWrittenForProgramsAndForPeople) {
  const Json json = parse_json(R"({"z": [1], "a": "x"})");
  EXPECT_EQ(json_line(json), R"({"z":[1],"a":"x"})");
  EXPECT_EQ(json_text(json), "{\n  \"z\": [\n    1\n  ],\n  \"a\": \"x\"\n}\n");
  EXPECT_EQ(json_line("a\xFFz"), "\"a\xEF\xBF\xBDz\"");
}

}  // namespace
}  // namespace mongokeep
