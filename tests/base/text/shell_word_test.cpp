#include "base/text/shell_word.h"

#include <gtest/gtest.h>

namespace mongokeep {
namespace {

TEST(ShellWord, QuotesOnlyWhatAShellWouldTakeApart) {
  EXPECT_EQ(shell_word("/srv/backup/20th_Feb_2024"), "/srv/backup/20th_Feb_2024");
  EXPECT_EQ(shell_word("/srv/my backup"), "'/srv/my backup'");
  EXPECT_EQ(shell_word("it's"), R"('it'\''s')");
  EXPECT_EQ(shell_word("~ada"), "'~ada'");
  EXPECT_EQ(shell_word("$(x)"), "'$(x)'");
  EXPECT_EQ(shell_word("Übung"), "'Übung'");
  EXPECT_EQ(shell_word(""), "''");
}

}  // namespace
}  // namespace mongokeep
