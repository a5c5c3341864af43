#include "cli/terminal/text_width.h"

#include <gtest/gtest.h>

namespace mongokeep::cli {
namespace {

TEST(TextWidth, CountsColumns) {
  EXPECT_EQ(display_width(""), 0U);
  EXPECT_EQ(display_width("users"), 5U);
  EXPECT_EQ(display_width("ünï"), 3U);
  EXPECT_EQ(display_width("日本"), 4U);
  EXPECT_EQ(display_width("e\u0301"), 1U);
  EXPECT_EQ(display_width("🍕"), 2U);
}

TEST(TextWidth, CutsWithoutSplittingACharacter) {
  EXPECT_EQ(cut_to_width("users", 5), "users");
  EXPECT_EQ(cut_to_width("users", 4), "use…");
  EXPECT_EQ(cut_to_width("日本語", 5), "日本…");
  EXPECT_EQ(cut_to_width("日本語", 4), "日…");
  EXPECT_EQ(cut_to_width("users", 1), "…");
  EXPECT_EQ(cut_to_width("users", 0), "");
}

TEST(TextWidth, CutsInTheMiddle) {
  EXPECT_EQ(cut_middle("customers", 9), "customers");
  EXPECT_EQ(cut_middle("customers", 8), "cust…ers");
  EXPECT_EQ(cut_middle("customers", 3), "c…s");
  EXPECT_EQ(cut_middle("customers", 2), "c…");
  EXPECT_EQ(cut_middle("customers", 1), "…");
  EXPECT_EQ(cut_middle("customers", 0), "");
  EXPECT_EQ(cut_middle("日本語日本語", 7), "日…語");
  EXPECT_EQ(cut_middle("abcde\u0301f", 5), "ab…e\u0301f");
  EXPECT_EQ(cut_middle("abcdee\u0301", 4), "ab…e\u0301") << "an accent stays with its letter";
}

TEST(TextWidth, PadsByColumns) {
  EXPECT_EQ(padded("日本", 6), "日本  ");
  EXPECT_EQ(padded("7", 3, Align::right), "  7");
  EXPECT_EQ(padded("users", 3), "users");
}

TEST(TextWidth, MakesTerminalCodesHarmless) {
  EXPECT_EQ(printable("a\x1b[31mb\n"), "a\\x1b[31mb\\x0a");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(printable("\u009b31m"), "\\xc2\\x9b31m");
  EXPECT_EQ(printable("a\u202eb"), "a\\xe2\\x80\\xaeb");
  EXPECT_EQ(printable("a\u200eb"), "a\\xe2\\x80\\x8eb");
  EXPECT_EQ(printable("a\u200fb"), "a\\xe2\\x80\\x8fb");
  EXPECT_EQ(printable("a\u061cb"), "a\\xd8\\x9cb");
  EXPECT_EQ(printable("a\u200bb"), "a\\xe2\\x80\\x8bb");
  EXPECT_EQ(printable("a\xff"
                      "b\xe6\x97"),
            "a\uFFFDb\uFFFD\uFFFD");
  EXPECT_EQ(printable("日本 🍕"), "日本 🍕");
}

}  // namespace
}  // namespace mongokeep::cli
