#include "cli/settings/key_depth.h"

#include <gtest/gtest.h>

#include "cli/settings/config_file.h"
#include "mongokeep/error.h"
#include "support/repeated.h"

namespace mongokeep::cli {
namespace {

using test::repeated;

TEST(KeyDepth, IsThatOfKeysAndNotOfTexts) {
  const std::string longest = repeated(most_key_parts - 1, "a.") + "b";
  EXPECT_EQ(line_of_deep_key("x = 1\n" + longest + " = 1\n[" + longest + "]\ny = { " + longest + " = 1 }\n"),
            std::nullopt);
  EXPECT_EQ(line_of_deep_key("x = 1\na." + longest + " = 1"), 2U);
  EXPECT_EQ(line_of_deep_key("[a ." + longest + "]"), 1U);
  EXPECT_EQ(line_of_deep_key("[[a." + longest + "]]"), 1U);
  EXPECT_EQ(line_of_deep_key("y = [\n{ \"a\" . '\"'." + longest + " = 1 }]"), 2U);
  const std::string dots = repeated(100, ".");
  for (const std::string& text : {"a = \"" + dots + "\\\"" + dots + '"', "a = '" + dots + "\\'",
                                  "a = \"\"\"\n\"" + dots + "\"\"\"", "a = '''" + dots + "\n" + dots + "'''",
                                  "# " + dots, "a = 1 # " + dots, "a = [" + repeated(100, "\"b.c\", 1.5,") + "]"}) {
    EXPECT_EQ(line_of_deep_key(text), std::nullopt) << text;
  }
  EXPECT_EQ(line_of_deep_key("a = \"x\n" + dots), 2U) << "a string that is not closed ends with its line";
  EXPECT_EQ(line_of_deep_key("a = \"" + dots), std::nullopt);
  EXPECT_EQ(line_of_deep_key("\""), std::nullopt);
  EXPECT_EQ(line_of_deep_key("\"\\"), std::nullopt);
}

TEST(KeyDepth, IsBoundInAConfiguration) {
  const std::string deep = repeated(200'000, "a.") + "b";
  for (const std::string& text : {deep + " = 1", "[" + deep + "]", "[[" + deep + "]]", "root = { " + deep + " = 1 }"}) {
    try {
      parse_config(text, "/etc/mongokeep.toml");
      FAIL() << "it was read";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::configuration);
      EXPECT_EQ(error.cause(), "a key in it has more than 16 parts");
      EXPECT_EQ(error.subject(), "/etc/mongokeep.toml:1");
    }
  }
  std::string nested = "root = ";
  for (int level = 0; level < 300; ++level) nested += "{ " + repeated(15, "a.") + "b = ";
  EXPECT_THROW(parse_config(nested, "c"), Error);
  EXPECT_THROW(parse_config("root = " + repeated(500'000, "["), "c"), Error);
}

}  // namespace
}  // namespace mongokeep::cli
