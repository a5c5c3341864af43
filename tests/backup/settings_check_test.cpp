// Settings that an application puts together: what is wrong with them shows before anything is done.

#include "backup/settings_check.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "mongokeep/error.h"

namespace mongokeep {
namespace {

/// What the constructor of the service says to these settings; empty: nothing.
std::string refusal_of(const BackupSettings& settings) {
  try {
    const BackupService service("mongodb://127.0.0.1:1/shop", settings);
    return "";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::configuration) << error.what();
    EXPECT_FALSE(error.hint().empty()) << error.what();
    return error.what();
  }
}

struct Wrong {
  std::string name;
  std::function<void(BackupSettings&)> set;
};

class BackupSettingsCheck : public testing::TestWithParam<Wrong> {};

TEST_P(BackupSettingsCheck, RefusesWhatIsWrong) {
  BackupSettings settings;
  GetParam().set(settings);
  EXPECT_NE(refusal_of(settings), "");
}

using Settings = BackupSettings;
INSTANTIATE_TEST_SUITE_P(
    Each, BackupSettingsCheck,
    testing::Values(
        Wrong{"NoRoot", [](Settings& s) { s.root.clear(); }},
        Wrong{"AllAndOneDatabase", [](Settings& s) { s.all_databases = true, s.database = "shop"; }},
        Wrong{"AllDatabasesAndCollections", [](Settings& s) { s.all_databases = true, s.collections = {"users"}; }},
        Wrong{"AllDatabasesAndExcluded", [](Settings& s) { s.all_databases = true, s.excluded_collections = {"log"}; }},
        Wrong{"AllDatabasesAndModels", [](Settings& s) { s.all_databases = true, s.models.add("User"); }},
        Wrong{"CollectionsAndExcluded", [](Settings& s) { s.collections = {"a"}, s.excluded_collections = {"b"}; }},
        Wrong{"CollectionsAndModels", [](Settings& s) { s.collections = {"a"}, s.models.add("User"); }},
        Wrong{"CollectionsAndPatterns", [](Settings& s) { s.collections = {"a"}, s.included_namespaces = {"*.b"}; }},
        Wrong{"ModelsAndPatterns", [](Settings& s) { s.models.add("User"), s.included_namespaces = {"*.b"}; }},
        Wrong{"EmptyName",
              [](Settings& s) {
                s.collections = {"users", ""};
              }},
        Wrong{"NameWithNul", [](Settings& s) { s.excluded_collections = {std::string("a\0b", 3)}; }},
        Wrong{"PatternWithoutDot", [](Settings& s) { s.included_namespaces = {"users"}; }},
        Wrong{"ExcludedPatternWithoutDot", [](Settings& s) { s.excluded_namespaces = {"users"}; }},
        Wrong{"ShrinkPercentZero", [](Settings& s) { s.warn_shrink_percent = 0; }},
        Wrong{"ShrinkPercentAboveAll", [](Settings& s) { s.warn_shrink_percent = 101; }},
        Wrong{"LevelZero", [](Settings& s) { s.zstd_level = 0; }},
        Wrong{"LevelTooHigh", [](Settings& s) { s.zstd_level = 20; }},
        Wrong{"NegativeParallelism", [](Settings& s) { s.parallel_collections = -1; }},
        Wrong{"ModeThatOthersCanWrite", [](Settings& s) { s.file_mode = 0666; }},
        Wrong{"KeepsNone", [](Settings& s) { s.keep.at_least = 0; }},
        Wrong{"NegativeKeepRule", [](Settings& s) { s.keep.weekly = -1; }},
        Wrong{"UnknownZone", [](Settings& s) { s.time_zone = "Mars/Olympus"; }},
        Wrong{"UnknownReadPreference", [](Settings& s) { s.read_preference = "fastest"; }}),
    [](const auto& one) { return one.param.name; });

TEST(BackupSettingsCheck, TakesWhatIsRight) {
  EXPECT_EQ(refusal_of({}), "");
  BackupSettings all;
  all.all_databases = true;
  all.excluded_namespaces = {"*.sessions"};
  all.included_namespaces = {"shop.*"};
  EXPECT_EQ(refusal_of(all), "");
  BackupSettings models;
  models.models.add("User");
  models.excluded_collections = {"log"};
  EXPECT_EQ(refusal_of(models), "");
}

}  // namespace
}  // namespace mongokeep
