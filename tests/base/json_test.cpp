#include "base/json.h"

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

TEST(Json, IsWrittenForProgramsAndForPeople) {
  const Json json = parse_json(R"({"z": [1], "a": "x"})");
  EXPECT_EQ(json_line(json), R"({"z":[1],"a":"x"})");
  EXPECT_EQ(json_text(json), "{\n  \"z\": [\n    1\n  ],\n  \"a\": \"x\"\n}\n");
  EXPECT_EQ(json_line("a\xFFz"), "\"a\xEF\xBF\xBDz\"");
}

}  // namespace
}  // namespace mongokeep
