#include "cli/terminal/table.h"

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

TEST(Table, CutsTheWidestOfTheColumnsThatMayBe) {
  const auto table = [](const std::string& name) {
    Table made({{.heading = "NAME", .fit = Table::Fit::cut}, {.heading = "SIZE"}, {.heading = "NOTE"}});
    made.add_row({name, "1 B", "this is left whole"});
    return made;
  };
  const std::string pizzas = [] {
    std::string text;
    for (int i = 0; i < 200; ++i) text += "🍕";
    return text;
  }();
  const std::string piped = table(pizzas).text();
  EXPECT_NE(piped.find(pizzas), std::string::npos);
  EXPECT_EQ(table("日本日本日本日本日本日本日本").text(50),
            "NAME                      SIZE  NOTE\n"
            "日本日本日本日本日本日…   1 B   this is left whole\n");
  EXPECT_EQ(table("users").text(10),
            "NAME   SIZE  NOTE\n"
            "users  1 B   this is left whole\n");
  const std::string narrow = table(pizzas).text(10);
  EXPECT_EQ(narrow.substr(narrow.find('\n') + 1), "🍕🍕🍕🍕🍕🍕🍕🍕🍕…   1 B   this is left whole\n");
}

TEST(Table, MakesCellsHarmless) {
  Table table({{"NAME"}});
  table.add_row({"a\x1b[2J"});
  EXPECT_EQ(table.text(), "NAME\na\\x1b[2J\n");
}

}  // namespace
}  // namespace mongokeep::cli
