#include "cli/settings/config_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/error_text.h"
#include "cli/settings/setting_table.h"

namespace mongokeep::cli {
namespace {

std::string error_in(std::string_view text) {
  return error_of(ErrorKind::configuration, [&] { parse_config(text, "keep.toml"); });
}

std::vector<std::string> values_of(std::string_view text, std::string_view key) {
  return parse_config(text, "keep.toml").at(&setting_named(key)).values;
}

TEST(ConfigFile, ReadsWhatTheDesignShows) {
  constexpr std::string_view text = R"(
uri  = "mongodb://127.0.0.1:27017/shop"
root = "backup"
models = ["User", "Product", { name = "Person", collection = "people" }]
[schedule]
timezone = "Europe/Berlin"
backup   = "0 1 * * *"
cleanup  = "0 3 * * *"
[retention]
days_to_keep  = 90
keep_at_least = 1
[output]
compression = "zstd"
recipients  = ["age1x"]
)";
  using Values = std::vector<std::string>;
  EXPECT_EQ(values_of(text, "uri"), Values{"mongodb://127.0.0.1:27017/shop"});
  EXPECT_EQ(values_of(text, "models"), (Values{"User", "Product", "Person=people"}));
  EXPECT_EQ(values_of(text, "schedule.timezone"), Values{"Europe/Berlin"});
  EXPECT_EQ(values_of(text, "retention.days_to_keep"), Values{"90"});
  EXPECT_EQ(values_of(text, "output.recipients"), Values{"age1x"});
  EXPECT_EQ(parse_config(text, "keep.toml").size(), 10U);
}

TEST(ConfigFile, RemembersWhereAValueStands) {
  const GivenValues given = parse_config("root = \"a\"\n[output]\njson_format = \"plain\"\n", "keep.toml");
  EXPECT_EQ(given.at(&setting_named("root")).origin, "keep.toml:1: root");
  EXPECT_EQ(given.at(&setting_named("output.json_format")).origin, "keep.toml:3: output.json_format");
}

TEST(ConfigFile, ReadsBooleansAndDottedKeys) {
  EXPECT_EQ(values_of("all_databases = true", "all_databases"), std::vector<std::string>{"true"});
  EXPECT_EQ(values_of("schedule.timezone = \"UTC\"", "schedule.timezone"), std::vector<std::string>{"UTC"});
}

TEST(ConfigFile, NamesTheNearestKey) {
  EXPECT_EQ(error_in("uri = \"x\"\nrot = \"backup\"\n"),
            "cannot use the setting keep.toml:2: rot: there is no such key. Did you mean root?");
  EXPECT_EQ(error_in("[schedule]\n\ntimezon = \"UTC\"\n"),
            "cannot use the setting keep.toml:3: schedule.timezon: there is no such key. Did you mean "
            "schedule.timezone?");
  EXPECT_EQ(error_in("[shedule]\ntimezone = \"UTC\"\n"),
            "cannot use the setting keep.toml:1: shedule: there is no such key. Did you mean schedule?");
  EXPECT_EQ(error_in("allDatabases = true\n"),
            "cannot use the setting keep.toml:1: allDatabases: there is no such key. Did you mean all_databases?");
  EXPECT_EQ(error_in("zzzzzz = 1"), "cannot use the setting keep.toml:1: zzzzzz: there is no such key");
}

TEST(ConfigFile, NamesTheTableOfAKeyInTheWrongPlace) {
  EXPECT_EQ(error_in("timezone = \"UTC\"\n"),
            "cannot use the setting keep.toml:1: timezone: there is no such key. `timezone` belongs in the table "
            "[schedule]");
  EXPECT_EQ(error_in("[output]\nroot = \"x\"\n"),
            "cannot use the setting keep.toml:2: output.root: there is no such key. `root` belongs above the first "
            "[table]");
}

TEST(ConfigFile, SaysWhichTypeIsExpected) {
  EXPECT_EQ(error_in("\nroot = 5\n"),
            "cannot use the setting keep.toml:2: root: it must be a string, but it is a whole number");
  EXPECT_EQ(error_in("all_databases = \"yes\"\n"),
            "cannot use the setting keep.toml:1: all_databases: it must be true or false, but it is a string");
  EXPECT_EQ(error_in("num_parallel_collections = 2.5\n"),
            "cannot use the setting keep.toml:1: num_parallel_collections: it must be a whole number, but it is a "
            "number with a fraction");
  EXPECT_EQ(error_in("collections = \"users\"\n"),
            "cannot use the setting keep.toml:1: collections: it must be an array of strings, but it is a string");
  EXPECT_EQ(error_in("collections = [\n  \"users\",\n  7]\n"),
            "cannot use the setting keep.toml:3: collections: it must be an array of strings, but it is a whole "
            "number");
  EXPECT_EQ(error_in("schedule = \"0 1 * * *\"\n"),
            "cannot use the setting keep.toml:1: schedule: it must be a table: [schedule]");
  EXPECT_EQ(error_in("[retention]\ndays_to_keep = \"90\"\n"),
            "cannot use the setting keep.toml:2: retention.days_to_keep: it must be a whole number, but it is a "
            "string");
}

TEST(ConfigFile, RefusesModelsOfAnotherShape) {
  constexpr std::string_view expected =
      "cannot use the setting keep.toml:1: models: it must be an array of names or of { name = \"…\", collection = "
      "\"…\" }, but it is a table";
  EXPECT_EQ(error_in("models = [{ name = \"A\", colection = \"b\" }]"), expected);
  EXPECT_EQ(error_in("models = [{ collection = \"b\" }]"), expected);
  EXPECT_EQ(error_in("models = [{ name = \"A\", collection = 1 }]"), expected);
  EXPECT_EQ(error_in("models = [{ name = \"A=B\" }]"), expected);
}

TEST(ConfigFile, NamesThePlaceOfASyntaxError) {
  EXPECT_THAT(error_in("root = \"backup\"\nuri = mongodb://x\n"),
              ::testing::StartsWith("cannot read the configuration file keep.toml:2:7: it is not TOML: "));
}

TEST(ConfigFile, SaysWhyAFileCannotBeRead) {
  EXPECT_EQ(error_of(ErrorKind::configuration, [] { read_config_file("/nonexistent/keep.toml"); }),
            "cannot read the configuration file /nonexistent/keep.toml: No such file or directory");
}

}  // namespace
}  // namespace mongokeep::cli
