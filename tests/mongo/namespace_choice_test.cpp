#include "mongo/namespace_choice.h"

#include <gmock/gmock.h>

namespace mongokeep::mongo {
namespace {

using testing::ElementsAre;

/// The settings that a choice borrows.
struct ChoosingSettings {
  std::vector<std::string> collections = {};
  std::vector<std::string> excluded_collections = {};
  std::vector<std::string> included_namespaces = {};
  std::vector<std::string> excluded_namespaces = {};
};

const Namespace users = {"shop", "users"};
const Namespace orders = {"shop", "orders"};

TEST(NamespaceChoice, IsEverythingWhereNothingIsSaid) {
  const ChoosingSettings settings;
  EXPECT_TRUE(choice_of(settings).includes(users));
  EXPECT_TRUE(choice_of(settings).unused({users}).empty());
}

TEST(NamespaceChoice, TakesWhatIsIncludedAndNotExcluded) {
  const ChoosingSettings named = {.collections = {"users"}};
  EXPECT_TRUE(choice_of(named).includes(users));
  EXPECT_FALSE(choice_of(named).includes(orders));
  const ChoosingSettings excluded = {.excluded_collections = {"users"}};
  EXPECT_FALSE(choice_of(excluded).includes(users));
  EXPECT_TRUE(choice_of(excluded).includes(orders));
  const ChoosingSettings patterns = {.included_namespaces = {"shop.*"}, .excluded_namespaces = {"*.orders"}};
  EXPECT_TRUE(choice_of(patterns).includes(users));
  EXPECT_FALSE(choice_of(patterns).includes(orders));
  EXPECT_FALSE(choice_of(patterns).includes({"blog", "users"}));
}

TEST(NamespaceChoice, TellsOfWordsThatFitNothing) {
  const ChoosingSettings settings = {.excluded_collections = {"orders", "order"},
                                     .included_namespaces = {"shop.*", "shp.*"},
                                     .excluded_namespaces = {"*.users", "*.user"}};
  std::vector<std::string> unused;
  for (const auto& word : choice_of(settings).unused({users, orders})) {
    unused.push_back(std::string(word.setting) + " " + word.text);
  }
  EXPECT_THAT(unused, ElementsAre("nsInclude shp.*", "nsExclude *.user", "excludeCollection order"));
}

}  // namespace
}  // namespace mongokeep::mongo
