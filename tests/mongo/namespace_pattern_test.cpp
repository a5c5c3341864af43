#include "mongo/namespace_pattern.h"

#include <gtest/gtest.h>

namespace mongokeep::mongo {
namespace {

TEST(NamespacePattern, WithoutAStarIsTheNameItself) {
  EXPECT_TRUE(matches_pattern("shop.users", "shop.users"));
  EXPECT_FALSE(matches_pattern("shop.users", "shop.user"));
  EXPECT_FALSE(matches_pattern("shop.users", "shop.users2"));
  EXPECT_FALSE(matches_pattern("shop.users", "shopXusers"));
  EXPECT_FALSE(matches_pattern("", "shop.users"));
}

TEST(NamespacePattern, TakesAStarForAnything) {
  EXPECT_TRUE(matches_pattern("*", "shop.users"));
  EXPECT_TRUE(matches_pattern("shop.*", "shop.users"));
  EXPECT_TRUE(matches_pattern("shop.*", "shop.a.b"));
  EXPECT_TRUE(matches_pattern("*.users", "shop.users"));
  EXPECT_TRUE(matches_pattern("*op.*er*", "shop.orders.late"));
  EXPECT_TRUE(matches_pattern("shop.users*", "shop.users"));
  EXPECT_TRUE(matches_pattern("**", "a.b"));
  EXPECT_TRUE(matches_pattern("*aab", "aaaab.aab"));
  EXPECT_FALSE(matches_pattern("shop.*x", "shop.users"));
  EXPECT_FALSE(matches_pattern("*.log_*", "shop.logs"));
}

TEST(NamespacePattern, TakesWhatIsEscapedLiterally) {
  EXPECT_TRUE(matches_pattern("shop.a\\*b", "shop.a*b"));
  EXPECT_FALSE(matches_pattern("shop.a\\*b", "shop.axb"));
  EXPECT_TRUE(matches_pattern("shop.a\\\\b", "shop.a\\b"));
  EXPECT_TRUE(matches_pattern("*\\**", "shop.a*b"));
  EXPECT_FALSE(matches_pattern("*\\**", "shop.ab"));
}

TEST(NamespacePattern, DoesNotTakeLongForManyStars) {
  const std::string name(4000, 'a');
  EXPECT_FALSE(matches_pattern("*a*a*a*a*a*a*a*a*b", name));
}

}  // namespace
}  // namespace mongokeep::mongo
