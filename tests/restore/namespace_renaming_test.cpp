#include "restore/namespace_renaming.h"

#include <gtest/gtest.h>

#include "mongokeep/error.h"

namespace mongokeep::restore {
namespace {

std::string renamed(const std::string& from, const std::string& to, const std::string& ns) {
  return NamespaceRenaming({from}, {to}).renamed(ns);
}

TEST(NamespaceRenaming, WithoutPairsLeavesEverythingAsItIs) {
  EXPECT_EQ(NamespaceRenaming({}, {}).renamed("shop.users"), "shop.users");
}

TEST(NamespaceRenaming, LeavesAloneWhatDoesNotFit) {
  EXPECT_EQ(renamed("shop.users", "test.users", "shop.orders"), "shop.orders");
  EXPECT_EQ(renamed("shop.users", "test.users", "shop.users2"), "shop.users2");
  EXPECT_EQ(renamed("shop.users", "test.users", "shopXusers"), "shopXusers");
}

TEST(NamespaceRenaming, TakesTheNthStarForTheNth) {
  EXPECT_EQ(renamed("shop.*", "test.*", "shop.users"), "test.users");
  EXPECT_EQ(renamed("shop.*", "test.*", "shop.a.b"), "test.a.b");
  EXPECT_EQ(renamed("*.log_*", "*_logs.*", "shop.log_day"), "shop_logs.day");
}

TEST(NamespaceRenaming, TakesNamedVariablesInAnyOrder) {
  EXPECT_EQ(renamed("$db$.$year$_sales", "sales_$year$.$db$", "shop.2024_sales"), "sales_2024.shop");
  EXPECT_EQ(renamed("$db$.users", "$db$.users_of_$db$", "shop.users"), "shop.users_of_shop");
  EXPECT_EQ(renamed("$db$.users", "gone.users", "shop.users"), "gone.users");
}

TEST(NamespaceRenaming, StandsForAsLittleAsPossible) {
  EXPECT_EQ(renamed("$a$.$b$", "$b$.$a$", "one.two.three"), "two.three.one");
  EXPECT_EQ(renamed("*.*", "x.*_*", "one.two.three"), "x.one_two.three");
}

TEST(NamespaceRenaming, TakesAStarBesideNamedVariablesLiterally) {
  EXPECT_EQ(renamed("$db$.a*b", "$db$.star", "shop.a*b"), "shop.star");
  EXPECT_EQ(renamed("$db$.a*b", "$db$.star", "shop.axb"), "shop.axb");
}

TEST(NamespaceRenaming, TakesWhatIsEscapedLiterally) {
  EXPECT_EQ(renamed("shop.a\\*b*", "shop.c\\*d*", "shop.a*b1"), "shop.c*d1");
  EXPECT_EQ(renamed("shop.a\\\\b", "shop.c", "shop.a\\b"), "shop.c");
}

TEST(NamespaceRenaming, LetsTheLastPairThatFitsCount) {
  const NamespaceRenaming renaming({"shop.*", "shop.users"}, {"test.*", "people.all"});
  EXPECT_EQ(renaming.renamed("shop.users"), "people.all");
  EXPECT_EQ(renaming.renamed("shop.orders"), "test.orders");
}

TEST(NamespaceRenaming, RefusesAPairThatFitsNothing) {
  const NamespaceRenaming renaming({"Shop.*"}, {"test.*"});
  EXPECT_NO_THROW(renaming.check_use({"blog.posts", "Shop.users"}));
  EXPECT_THROW(renaming.check_use({"shop.users"}), Error);
}

TEST(NamespaceRenaming, RefusesPairsThatDoNotGoTogether) {
  const auto make = [](std::vector<std::string> from, std::vector<std::string> to) { NamespaceRenaming(from, to); };
  EXPECT_THROW(make({"shop.*"}, {}), Error);
  EXPECT_THROW(make({"shop.*"}, {"test.users"}), Error);
  EXPECT_THROW(make({"shop.users"}, {"test.*"}), Error);
  EXPECT_THROW(make({"$db$.*"}, {"$other$.x"}), Error);
  EXPECT_THROW(make({"$db$.$db$"}, {"x.y"}), Error);
  EXPECT_THROW(make({"shop.$x"}, {"test.x"}), Error);
  EXPECT_THROW(make({"shop.$x$"}, {"test.$x"}), Error);
  EXPECT_THROW(make({"shop.x"}, {"test.$x$"}), Error);
}

}  // namespace
}  // namespace mongokeep::restore
