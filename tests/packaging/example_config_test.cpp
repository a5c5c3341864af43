#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/help.h"
#include "cli/settings/config_file.h"
#include "cli/settings/setting_table.h"

namespace mongokeep::cli {
namespace {

std::string example() {
  std::ifstream file(MKTEST_EXAMPLE_CONFIG);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// With every setting that stands there as a comment.
std::string example_with_all_settings() {
  return std::regex_replace(example(), std::regex("(^|\n)#(?=[a-z_]+ = |\\[\\[)"), "$1");
}

TEST(ExampleConfig, SetsTheRootAlone) {
  const GivenValues given = parse_config(example(), "mongokeep.toml");
  ASSERT_EQ(given.size(), 1U);
  EXPECT_EQ(given.at(&setting_named("root")).values.front(), "/var/lib/mongokeep/backup");
}

TEST(ExampleConfig, HasEverySettingThatAFileCanHold) {
  const GivenValues given = parse_config(example_with_all_settings(), "mongokeep.toml");
  for (const Setting& setting : all_settings()) {
    // Connection strings belong in files of their own.
    const bool is_secret = setting.key == "uri" || setting.key == "drill.uri";
    if (setting.key.empty() || is_secret || !is_shown(setting)) continue;
    EXPECT_TRUE(given.contains(&setting)) << setting.key;
  }
}

TEST(ExampleConfig, HasOnlyValuesThatAreAllowed) {
  GivenValues given = parse_config(example_with_all_settings(), "mongokeep.toml");
  for (auto& [setting, values] : given) {
    SCOPED_TRACE(setting->key);
    Settings settings;
    EXPECT_NO_THROW(setting->assign(settings, values));
  }
}

}  // namespace
}  // namespace mongokeep::cli
