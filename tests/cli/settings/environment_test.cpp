#include "cli/settings/environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/error_text.h"
#include "cli/settings/setting_table.h"

namespace mongokeep::cli {
namespace {

using ::testing::ElementsAre;

TEST(Environment, ReadsItsOwnVariables) {
  const Environment environment =
      read_environment({"HOME=/root", "MONGOKEEP_ROOT=/srv/backup", "MONGOKEEP_MODELS=User,Person=people"});
  ASSERT_EQ(environment.given.size(), 2U);
  const Given& root = environment.given.at(&setting_named("root"));
  EXPECT_THAT(root.values, ElementsAre("/srv/backup"));
  EXPECT_EQ(root.origin, "MONGOKEEP_ROOT");
  EXPECT_EQ(root.source, Source::environment);
  EXPECT_THAT(environment.given.at(&setting_named("models")).values, ElementsAre("User", "Person=people"));
}

TEST(Environment, KeepsCommasAndEqualsSignsOfASingleValue) {
  const Environment environment = read_environment({"MONGOKEEP_URI=mongodb://a,b/shop?replicaSet=x"});
  EXPECT_THAT(environment.given.at(&setting_named("uri")).values, ElementsAre("mongodb://a,b/shop?replicaSet=x"));
}

TEST(Environment, TakesAnEmptyVariableForNone) {
  EXPECT_TRUE(read_environment({"MONGOKEEP_ROOT="}).given.empty());
}

TEST(Environment, RefusesAMisspeltName) {
  EXPECT_EQ(error_of(ErrorKind::configuration, [] { read_environment({"MONGOKEEP_RECIPIENT=age1x"}); }),
            "cannot use the environment variable MONGOKEEP_RECIPIENT: there is no such variable. Did you mean "
            "MONGOKEEP_RECIPIENTS?");
}

TEST(Environment, ReportsNamesThatArePerhapsSomebodyElses) {
  const Environment environment =
      read_environment({"MONGOKEEP_PORT=tcp://10.0.0.1:80", "MONGOKEEP_SERVICE_HOST=10.0.0.1", "MONGOKEEP_ROOT=a"});
  EXPECT_THAT(environment.unknown, ElementsAre("MONGOKEEP_PORT", "MONGOKEEP_SERVICE_HOST"));
  EXPECT_EQ(environment.given.size(), 1U);
}

}  // namespace
}  // namespace mongokeep::cli
