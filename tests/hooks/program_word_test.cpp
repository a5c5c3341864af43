#include "hooks/program_word.h"

#include <gtest/gtest.h>

#include <string>

#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep::hooks {
namespace {

TEST(ProgramWord, IsTheFirstBehindAssignments) {
  EXPECT_EQ(program_word("curl --silent https://x"), "curl");
  EXPECT_EQ(program_word("  /usr/bin/logger -t 'all is well'"), "/usr/bin/logger");
  EXPECT_EQ(program_word("LANG=C TZ=UTC date"), "date");
  EXPECT_EQ(program_word("\tdate"), "date");
}

TEST(ProgramWord, IsNotGuessedWhereTheShellDecides) {
  for (const char* command :
       {"", "  ", "A=1", "$PROGRAM x", "'a b' c", "echo hello", "cd /x && y", "if true; then x; fi", "date>x", "(date)",
        "a|b", "date;", "~/bin/x", "\\ls", "A=$(x) date"}) {
    EXPECT_EQ(program_word(command), std::nullopt) << command;
  }
}

TEST(Program, IsAnExecutableFileOnThePath) {
  const test::TempDir temp;
  const std::string folder = temp.path().string();
  test::write_file(temp.path() / "tool", "#!/bin/sh\n");
  EXPECT_FALSE(is_program("tool", folder)) << "not executable";
  std::filesystem::permissions(temp.path() / "tool", std::filesystem::perms(0755));
  EXPECT_TRUE(is_program("tool", folder));
  EXPECT_TRUE(is_program("tool", "/nowhere:" + folder + ":/bin"));
  EXPECT_TRUE(is_program(folder + "/tool", ""));
  EXPECT_FALSE(is_program("tool", ""));
  EXPECT_FALSE(is_program("tool", "/nowhere"));
  EXPECT_FALSE(is_program(folder, "/")) << "a folder";
}

}  // namespace
}  // namespace mongokeep::hooks
