// What the policy decides, as people can read it: golden/NAME.scenario.txt is a root, golden/NAME.plan.txt what becomes
// of it. After a change that is meant, MKTEST_WRITE_GOLDEN=1 makes this test write the plans anew; read what `git
// diff` says of them before you commit it.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

#include "retention/scenario.h"
#include "support/files.h"

namespace mongokeep::retention {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view scenario_ending = ".scenario.txt";
constexpr std::string_view plan_ending = ".plan.txt";

/// What stands before the ending in the names that have it.
std::set<std::string> stems(const std::vector<std::string>& names, std::string_view ending) {
  std::set<std::string> found;
  for (const std::string& name : names) {
    if (name.ends_with(ending)) found.insert(name.substr(0, name.size() - ending.size()));
  }
  return found;
}

TEST(Golden, EveryPlanIsAsItIsWritten) {
  const fs::path folder = GOLDEN_FOLDER;
  const bool writes = std::getenv("MKTEST_WRITE_GOLDEN") != nullptr;
  const std::set<std::string> scenarios = stems(test::names_in(folder), scenario_ending);
  ASSERT_FALSE(scenarios.empty());
  for (const std::string& name : scenarios) {
    SCOPED_TRACE(name);
    const Scenario scenario = parse_scenario(test::read_file(folder / (name + std::string(scenario_ending))));
    const std::string plan = plan_text(decide(scenario.backups, scenario.policy, scenario.now));
    const fs::path file = folder / (name + std::string(plan_ending));
    if (writes) test::write_file(file, plan);
    ASSERT_TRUE(fs::exists(file)) << "the scenario has no plan";
    EXPECT_EQ(plan, test::read_file(file));
  }
}

TEST(Golden, EveryFileHasItsCounterpart) {
  const std::vector<std::string> names = test::names_in(GOLDEN_FOLDER);
  const std::set<std::string> scenarios = stems(names, scenario_ending);
  EXPECT_EQ(scenarios, stems(names, plan_ending));
  EXPECT_EQ(names.size(), 2 * scenarios.size()) << "there is a file that is neither";
}

}  // namespace
}  // namespace mongokeep::retention
