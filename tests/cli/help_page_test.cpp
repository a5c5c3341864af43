#include "cli/help_page.h"

#include <gmock/gmock.h>

#include <sstream>

#include "cli/commands.h"
#include "cli/error_text.h"
#include "cli/settings/config_file.h"
#include "cli/settings/setting_facts.h"
#include "cli/settings/setting_value.h"
#include "cli/terminal/text_width.h"

namespace mongokeep::cli {
namespace {

using testing::HasSubstr;

TEST(HelpPage, SaysAllAboutASetting) {
  EXPECT_EQ(help_page("retention.days_to_keep"), R"(retention.days_to_keep

Remove backups older than this many days.

  Takes         a whole number from 1 to 36500
  Default       90
  File          retention.days_to_keep
  Environment   MONGOKEEP_DAYS_TO_KEEP
  Flag          --daysToKeep DAYS
  Commands      cleanup, run, check, push, stores

In the file of --config:
  [retention]
  days_to_keep = 90
)");
}

TEST(HelpPage, FindsASettingByEveryNameOfIt) {
  const std::string page = help_page("retention.days_to_keep");
  for (const char* const name : {"MONGOKEEP_DAYS_TO_KEEP", "--daysToKeep", "daysToKeep", "days_to_keep"}) {
    EXPECT_EQ(help_page(name), page) << name;
  }
  EXPECT_EQ(help_page("-j"), help_page("numParallelCollections"));
  EXPECT_THAT(help_page("backup"), testing::StartsWith("Usage: mongokeep backup")) << "a command comes first";
}

TEST(HelpPage, SaysWhereASecretHasItsPlace) {
  EXPECT_THAT(help_page("drill.uri"), HasSubstr("do not put a secret on the command line"));
  EXPECT_THAT(help_page("uri"), HasSubstr("use a file"));
}

TEST(HelpPage, KnowsDefaultsAndRangesFromTheOnePlaceThatTellsThem) {
  EXPECT_EQ(default_text(setting_named("--fileMode")), "0600");
  EXPECT_EQ(default_text(setting_named("--compression")), "none");
  EXPECT_EQ(default_text(setting_named("--maxAge")), "26h");
  EXPECT_EQ(default_text(setting_named("--db")), "the one in the connection string");
  EXPECT_EQ(default_text(setting_named("--nsInclude")), std::nullopt);
  EXPECT_EQ(purpose(setting_named("--maxAge")), "Maximum age of the newest complete backup: 26h, 90m, 2d.");
  EXPECT_EQ(allowed_values(setting_named("--zstdLevel")), "a whole number from 1 to 19");
  EXPECT_EQ(allowed_values(setting_named("--maxAge")), "a duration such as 26h, 90m or 2d");
  EXPECT_EQ(allowed_values(setting_named("--mode")), "one of `insert`, `upsert`, `missingOnly`");
}

TEST(HelpPage, HasOneOfEverySettingInEightyColumns) {
  for (const Setting& setting : all_settings()) {
    std::istringstream lines(setting_help(setting));
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(display_width(line), 80U) << line;
      EXPECT_FALSE(line.ends_with(' ')) << line;
    }
    // A default that does not stand at the end would be taken together with what follows it.
    const auto usual = default_text(setting);
    if (usual) {
      EXPECT_EQ(usual->find(". "), std::string::npos) << *usual;
    }
  }
}

TEST(HelpPage, HasExamplesThatAConfigurationFileTakes) {
  for (const Setting& setting : all_settings()) {
    if (setting.key.empty()) continue;
    const std::string lines = example_lines(setting);
    const GivenValues given = parse_config(lines, "example.toml");
    ASSERT_TRUE(given.contains(&setting)) << lines;
    EXPECT_NO_THROW(checked(setting, given.at(&setting))) << lines;
    Settings settings;
    if (setting.assign == nullptr) continue;
    EXPECT_NO_THROW(setting.assign(settings, given.at(&setting))) << lines;
  }
}

TEST(HelpPage, NamesTheNearestOfCommandsAndSettings) {
  const auto refused = [](std::string_view word) { return error_of(ErrorKind::usage, [&] { help_page(word); }); };
  EXPECT_THAT(refused("bakcup"), HasSubstr("Did you mean backup?"));
  EXPECT_THAT(refused("retention.day_to_keep"), HasSubstr("Did you mean retention.days_to_keep?"));
  EXPECT_THAT(refused("--dayToKeep"), HasSubstr("Did you mean --daysToKeep?"));
  EXPECT_THAT(refused("MONGOKEEP_DAY_TO_KEEP"), HasSubstr("Did you mean MONGOKEEP_DAYS_TO_KEEP?"));
  EXPECT_THAT(refused("zzzzzzzz"), HasSubstr("`mongokeep help` lists the commands"));
}

}  // namespace
}  // namespace mongokeep::cli
