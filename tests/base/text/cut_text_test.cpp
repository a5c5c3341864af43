#include "base/text/cut_text.h"

#include <gtest/gtest.h>

namespace mongokeep {
namespace {

TEST(CutText, EndsBetweenTwoCharacters) {
  EXPECT_EQ(cut_text("short", 500), "short");
  std::string text = "x";
  for (int i = 0; i < 300; ++i) text += "ä";
  const std::string cut = cut_text(text, 500);
  EXPECT_EQ(cut.size(), 499 + std::string("…").size());
  EXPECT_TRUE(text.starts_with(cut.substr(0, 499)));
}

}  // namespace
}  // namespace mongokeep
