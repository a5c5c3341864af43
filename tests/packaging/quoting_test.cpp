#include "quoting.h"

#include <gtest/gtest.h>

namespace mongokeep::packaging {
namespace {

TEST(ShellQuoted, IsOneWordWhateverItHolds) {
  EXPECT_EQ(shell_quoted(""), "''");
  EXPECT_EQ(shell_quoted(R"(a $b `c` \d "e")"), R"('a $b `c` \d "e"')");
  EXPECT_EQ(shell_quoted("it's"), R"('it'\''s')");
}

TEST(FishQuoted, EscapesQuotesAndBackslashes) {
  EXPECT_EQ(fish_quoted(R"(it's $x (y) \n)"), R"('it\'s $x (y) \\n')");
}

TEST(ZshSpecText, EscapesWhatSpecificationsAreTakenApartAt) {
  EXPECT_EQ(zsh_spec_text(R"(a: [b] \c)"), R"(a\: \[b\] \\c)");
}

TEST(RoffText, ShowsWhatIsTypedAsItIsTyped) {
  EXPECT_EQ(roff_text("--dryRun"), R"(\-\-dryRun)");
  EXPECT_EQ(roff_text(R"(\fB "x" 'y' `z` ^ ~)"), R"(\(rsfB \(dqx\(dq \(aqy\(aq \(gaz\(ga \(ha \(ti)");
}

TEST(RoffText, BeginsNoRequest) {
  EXPECT_EQ(roff_text(".TH"), R"(\&.TH)");
  EXPECT_EQ(roff_text("'br"), R"(\(aqbr)");
}

TEST(RoffText, IsAscii) {
  EXPECT_EQ(roff_text("é…😀"), R"(\[u00E9]\[u2026]\[u1F600])");
  EXPECT_EQ(roff_text("a\xFF"), R"(a\[uFFFD])");
}

TEST(RoffProse, ShowsQuotedWordsInBold) {
  EXPECT_EQ(roff_prose("Default: `0 1 * * *`, or `-d`"), R"(Default: \fB0 1 * * *\fR, or \fB\-d\fR)");
  EXPECT_EQ(roff_prose("one ` alone"), R"(one \(ga alone)");
}

}  // namespace
}  // namespace mongokeep::packaging
