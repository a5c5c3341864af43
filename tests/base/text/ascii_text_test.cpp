#include "base/text/ascii_text.h"

#include <gtest/gtest.h>

namespace mongokeep {
namespace {

TEST(AsciiText, LowersAToZAlone) {
  EXPECT_EQ(ascii_lower("AbZ [Ä_9"), "abz [Ä_9");
}

TEST(AsciiText, KnowsTheHexDigits) {
  EXPECT_EQ(hex_digit_value('0'), 0U);
  EXPECT_EQ(hex_digit_value('9'), 9U);
  EXPECT_EQ(hex_digit_value('a'), 10U);
  EXPECT_EQ(hex_digit_value('F'), 15U);
  for (const char other : {'g', 'G', '/', ':', '@', '`', ' '}) EXPECT_EQ(hex_digit_value(other), std::nullopt);
}

}  // namespace
}  // namespace mongokeep
