#include "cli/table.h"

#include <gtest/gtest.h>

namespace mongokeep::cli {
namespace {

TEST(Table, AlignsByColumnsOfTheTerminal) {
  Table table({{"NAME"}, {"SIZE", Align::right}, {"NOTE"}});
  table.add_row({"日本", "7 B", "x"});
  table.add_row({"users", "12.3 MiB", ""});
  EXPECT_EQ(table.text(),
            "NAME       SIZE  NOTE\n"
            "日本        7 B  x\n"
            "users  12.3 MiB\n");
}

TEST(Table, LeavesOutColumnsThatSayNothing) {
  Table table({{"NAME"}, {"NOTE"}, {"SIZE"}});
  table.add_row({"a", "", "1"});
  EXPECT_EQ(table.text(),
            "NAME  SIZE\n"
            "a     1\n");
}

TEST(Table, MakesCellsHarmless) {
  Table table({{"NAME"}});
  table.add_row({"a\x1b[2J"});
  EXPECT_EQ(table.text(), "NAME\na\\x1b[2J\n");
}

}  // namespace
}  // namespace mongokeep::cli
