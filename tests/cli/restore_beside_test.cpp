#include "cli/restore_beside.h"

#include <gtest/gtest.h>

#include "base/text/shell_word.h"

namespace mongokeep::cli {
namespace {

using Words = std::vector<std::string>;

const PlaceBeside of_one{.suffix = "_restored", .databases = {{"shop", "shop"}}};
const PlaceBeside of_many{.suffix = "_restored", .databases = {{"crm", "crm"}, {"shop", "shop"}}};
const PlaceBeside renamed{.suffix = "_restored", .databases = {}};
constexpr const char* moved_shop = " --nsFrom 'shop.*' --nsTo 'shop_restored.*'";

std::string line(const Words& words, const PlaceBeside& place) {
  return line_beside(words, place).value_or("");
}

TEST(RestoreBeside, RenamesOneDatabase) {
  EXPECT_EQ(line({"latest"}, of_one), std::string("mongokeep restore latest") + moved_shop);
  EXPECT_EQ(line({"latest", "--uri", "mongodb://h/shop"}, of_one),
            std::string("mongokeep restore latest --uri mongodb://h/shop") + moved_shop);
  EXPECT_EQ(line({"latest", "-d", "shop", "--quiet"}, of_one),
            std::string("mongokeep restore latest -d shop --quiet") + moved_shop);
  const PlaceBeside elsewhere{.suffix = "_restored_2", .databases = {{"shop", "copy"}}};
  EXPECT_EQ(line({"latest", "--db=copy"}, elsewhere),
            "mongokeep restore latest --db=copy --nsFrom 'shop.*' --nsTo 'copy_restored_2.*'");
}

TEST(RestoreBeside, RenamesSeveralDatabasesAtOnce) {
  EXPECT_EQ(line({"latest"}, of_many),
            "mongokeep restore latest --nsFrom '$db$.$collection$' --nsTo '$db$_restored.$collection$'");
}

TEST(RestoreBeside, MovesTheRenamingsThatAreThere) {
  EXPECT_EQ(line({"latest", "--nsFrom", "shop.*", "--nsTo", "test.*"}, renamed),
            "mongokeep restore latest --nsFrom 'shop.*' --nsTo 'test_restored.*'");
  EXPECT_EQ(line({"latest", "--nsFrom=shop.$c$", "--nsTo=old_$c$.x"}, renamed),
            "mongokeep restore latest '--nsFrom=shop.$c$' --nsTo 'old_$c$_restored.x'");
  EXPECT_EQ(line({"latest", "--nsFrom", "shop.a", "--nsTo", "test.a"}, of_one),
            "mongokeep restore latest --nsFrom 'shop.*' --nsTo 'shop_restored.*' --nsFrom shop.a --nsTo "
            "test_restored.a")
      << "the last one that fits wins";
  EXPECT_EQ(line({"latest", "--nsFrom", "$x$", "--nsTo", "$x$"}, renamed), "");
}

TEST(RestoreBeside, KeepsWhatElseWasAskedFor) {
  EXPECT_EQ(line({"latest", "--root", "/srv/my backups", "--config", "a.toml", "-c", "users", "-j2", "--query",
                  R"({"name": "O'Neill"})"},
                 of_one),
            std::string(R"(mongokeep restore latest --root '/srv/my backups' --config a.toml -c users -j2 --query )") +
                R"('{"name": "O'\''Neill"}')" + moved_shop);
}

TEST(RestoreBeside, ShowsNoSecret) {
  for (const Words& uri : {Words{"--uri", "mongodb://u:geheim@h/shop"}, Words{"--uri=mongodb://u:geheim@h/shop"},
                           Words{"mongodb://u:geheim@h/shop"}}) {
    Words words = {"latest"};
    words.insert(words.end(), uri.begin(), uri.end());
    EXPECT_EQ(line(words, of_one), std::string("mongokeep restore latest --uri \"$MONGOKEEP_URI\"") + moved_shop);
  }
}

TEST(RestoreBeside, SaysNothingWhereNothingCanBePasted) {
  PlaceBeside nowhere = of_one;
  nowhere.suffix = "";
  EXPECT_EQ(line({"latest"}, nowhere), "");
  EXPECT_EQ(line({"latest", "-c", "a\nb"}, of_one), "");
}

TEST(ShellWord, QuotesWhatAShellWouldTakeApart) {
  EXPECT_EQ(shell_word("/srv/a-b_c.json"), "/srv/a-b_c.json");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("a b"), "'a b'");
  EXPECT_EQ(shell_word("$(x)"), "'$(x)'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_FALSE(can_be_pasted("\x1b[2J"));
  EXPECT_TRUE(can_be_pasted("it's"));
}

}  // namespace
}  // namespace mongokeep::cli
