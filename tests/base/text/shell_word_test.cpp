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

TEST(ShellWord, TellsInLettersWhatWouldNotBeShownAsItIs) {
  EXPECT_EQ(shell_word("r\x1b[31m"), R"($'r\033[31m')");
  EXPECT_EQ(shell_word("r\xff\xfe"), R"($'r\377\376')");
  EXPECT_EQ(shell_word("a\u202eb"), R"($'a\342\200\256b')");
  EXPECT_EQ(shell_word("it's\n\\"), R"($'it\'s\012\\')");
}

}  // namespace
}  // namespace mongokeep
