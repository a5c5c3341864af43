#include "base/text/nearest_name.h"

#include <gtest/gtest.h>

namespace mongokeep {
namespace {

TEST(EditDistance, CountsSingleChanges) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("root", "root"), 0U);
  EXPECT_EQ(edit_distance("", "root"), 4U);
  EXPECT_EQ(edit_distance("rot", "root"), 1U);
  EXPECT_EQ(edit_distance("roots", "root"), 1U);
  EXPECT_EQ(edit_distance("boot", "root"), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(EditDistance, CountsASwapOfNeighboursOnce) {
  EXPECT_EQ(edit_distance("bakcup", "backup"), 1U);
  EXPECT_EQ(edit_distance("ba", "ab"), 1U);
}

TEST(NearestName, ForgivesTypingErrors) {
  const std::vector<std::string> names{"backup", "list", "show"};
  EXPECT_EQ(nearest_name("bakcup", names), "backup");
  EXPECT_EQ(nearest_name("lst", names), "list");
  EXPECT_EQ(nearest_name("sho", names), "show");
  EXPECT_EQ(nearest_name("backups", names), "backup");
}

TEST(NearestName, ForgivesHabitsOfSpelling) {
  const std::vector<std::string> names{"--jsonFormat", "--nsInclude"};
  EXPECT_EQ(nearest_name("--json-format", names), "--jsonFormat");
  EXPECT_EQ(nearest_name("json_format", names), "--jsonFormat");
  EXPECT_EQ(nearest_name("--nsinclude", names), "--nsInclude");
}

TEST(NearestName, SaysNothingWhereNothingIsNear) {
  EXPECT_EQ(nearest_name("restore", {"backup", "list"}), std::nullopt);
  EXPECT_EQ(nearest_name("x", {"d", "c"}), std::nullopt);
  EXPECT_EQ(nearest_name("--", {"--uri"}), std::nullopt);
  EXPECT_EQ(nearest_name("uri", {}), std::nullopt);
}

TEST(NearestName, TakesTheFirstOfEquals) {
  EXPECT_EQ(nearest_name("nsXclude", {"nsInclude", "nsExclude"}), "nsExclude");
}

}  // namespace
}  // namespace mongokeep
