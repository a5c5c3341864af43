#include "cli/settings/settings.h"

#include <gmock/gmock.h>

#include "cli/error_text.h"
#include "cli/settings/settings_fixture.h"

namespace mongokeep::cli {
namespace {

using ::testing::ElementsAre;

TEST_F(SettingsTest, HasTheDefaultsOfTheService) {
  const Settings settings = load({});
  EXPECT_EQ(settings.uri, "");
  EXPECT_EQ(settings.backup.root, "backup");
  EXPECT_EQ(settings.backup.format, JsonFormat::canonical);
  EXPECT_EQ(settings.log_form, LogForm::automatic);
}

TEST_F(SettingsTest, FlagBeatsEnvironmentBeatsFile) {
  const std::string config = file("keep.toml", "root = \"from-file\"\ndatabase = \"from-file\"\nuri = \"from-file\"\n");
  const Settings settings = load({"--config", config, "--root", "from-flag"},
                                 {"MONGOKEEP_ROOT=from-environment", "MONGOKEEP_DATABASE=from-environment"});
  EXPECT_EQ(settings.backup.root, "from-flag");
  EXPECT_EQ(settings.backup.database, "from-environment");
  EXPECT_EQ(settings.uri, "from-file");
}

TEST_F(SettingsTest, TakesTheFileFromTheEnvironmentToo) {
  const std::string config = file("keep.toml", "root = \"from-file\"\n");
  EXPECT_EQ(load({}, {"MONGOKEEP_CONFIG=" + config}).backup.root, "from-file");
}

TEST_F(SettingsTest, AListComesWholeFromTheStrongestSource) {
  const std::string config = file("keep.toml", "collections = [\"a\", \"b\"]\n");
  EXPECT_THAT(load({"--config", config}).backup.collections, ElementsAre("a", "b"));
  EXPECT_THAT(load({"--config", config, "-c", "c"}).backup.collections, ElementsAre("c"));
}

TEST_F(SettingsTest, EveryFlagReachesItsPlace) {
  const Settings settings = load({"--uri",
                                  "mongodb://h",
                                  "--nsInclude",
                                  "a.*",
                                  "--nsExclude",
                                  "a.b",
                                  "--jsonFormat",
                                  "plain",
                                  "--viewsAsCollections",
                                  "--readPreference",
                                  "secondary",
                                  "-j",
                                  "4",
                                  "--timezone",
                                  "UTC",
                                  "--logFormat",
                                  "json",
                                  "-v",
                                  "--excludeCollection",
                                  "x"});
  EXPECT_EQ(settings.uri, "mongodb://h");
  EXPECT_THAT(settings.backup.included_namespaces, ElementsAre("a.*"));
  EXPECT_THAT(settings.backup.excluded_namespaces, ElementsAre("a.b"));
  EXPECT_THAT(settings.backup.excluded_collections, ElementsAre("x"));
  EXPECT_EQ(settings.backup.format, JsonFormat::plain);
  EXPECT_TRUE(settings.backup.views_as_collections);
  EXPECT_EQ(settings.backup.read_preference, "secondary");
  EXPECT_EQ(settings.backup.parallel_collections, 4);
  EXPECT_EQ(settings.backup.time_zone, "UTC");
  EXPECT_EQ(settings.log_form, LogForm::json);
  EXPECT_TRUE(settings.verbose);
}

TEST_F(SettingsTest, RegistersModelsByPluralOrByName) {
  const Settings settings = load({"--model", "User", "--model", "Person=folk"});
  const std::vector<Model> models(settings.backup.models.begin(), settings.backup.models.end());
  ASSERT_EQ(models.size(), 2U);
  EXPECT_EQ(models[0].collection, "users");
  EXPECT_EQ(models[1].name, "Person");
  EXPECT_EQ(models[1].collection, "folk");
}

TEST_F(SettingsTest, ReadsTheConnectionStringFromAFile) {
  EXPECT_EQ(load({}, {"MONGOKEEP_URI_FILE=" + file("uri", " mongodb://u:p@h/ \n\n")}).uri, "mongodb://u:p@h/");
  EXPECT_EQ(load({}, {"MONGOKEEP_URI_FILE=" + file("crlf", "mongodb://h/\r\n")}).uri, "mongodb://h/");
  EXPECT_EQ(load({}, {"MONGOKEEP_URI_FILE=" + file("bare", "mongodb://h/")}).uri, "mongodb://h/");
}

TEST_F(SettingsTest, SaysWhyASecretFileCannotBeRead) {
  EXPECT_EQ(error_of(ErrorKind::configuration, [] { load({}, {"MONGOKEEP_URI_FILE=/nonexistent/uri"}); }),
            "cannot read the connection string from /nonexistent/uri (MONGOKEEP_URI_FILE): No such file or directory");
  const std::string empty = file("empty", "\n");
  EXPECT_EQ(error_of(ErrorKind::configuration, [&] { load({}, {"MONGOKEEP_URI_FILE=" + empty}); }),
            "cannot read the connection string from " + empty + " (MONGOKEEP_URI_FILE): it is empty");
  const std::string huge = file("huge", std::string(70000, 'x'));
  EXPECT_EQ(error_of(ErrorKind::configuration, [&] { load({}, {"MONGOKEEP_URI_FILE=" + huge}); }),
            "cannot read the connection string from " + huge + " (MONGOKEEP_URI_FILE): it is longer than 65536 bytes");
}

TEST_F(SettingsTest, LeavesTheSecretsOfOtherCommandsAlone) {
  EXPECT_EQ(load({}, {"MONGOKEEP_URI_FILE=/nonexistent/uri"}, "list").uri, "");
}

TEST_F(SettingsTest, RefusesContradictionsOfOneSource) {
  EXPECT_EQ(error_of(ErrorKind::usage,
                     [] {
                       load({"--allDatabases", "--db", "shop"});
                     }),
            "cannot use the setting --allDatabases: it contradicts --db. Name one database or choose all databases, "
            "not both");
  EXPECT_EQ(error_of(ErrorKind::usage,
                     [] {
                       load({"--collection", "a", "--model", "User"});
                     }),
            "cannot use the setting --collection: it contradicts --model. A model names a collection already: use one "
            "or the other");
  EXPECT_EQ(error_of(ErrorKind::usage,
                     [] {
                       load({"--quiet", "--verbose"});
                     }),
            "cannot use the setting --quiet: it contradicts --verbose. Use one or the other");
  EXPECT_EQ(error_of(ErrorKind::configuration,
                     [] {
                       load({}, {"MONGOKEEP_URI=a", "MONGOKEEP_URI_FILE=b"});
                     }),
            "cannot use the setting MONGOKEEP_URI: it contradicts MONGOKEEP_URI_FILE. Give the connection string in "
            "one place only");
  const std::string config = file("keep.toml", "all_databases = true\ndatabase = \"shop\"\n");
  EXPECT_EQ(error_of(ErrorKind::configuration,
                     [&] {
                       load({"--config", config});
                     }),
            "cannot use the setting " + config + ":1: all_databases: it contradicts " + config +
                ":2: database. Name one database or choose all databases, not both");
}

TEST_F(SettingsTest, AStrongerSourceSettlesAContradiction) {
  const std::string config = file("keep.toml", "all_databases = true\nmodels = [\"User\"]\n");
  const Settings one = load({"--config", config, "--db", "shop", "-c", "orders"});
  EXPECT_FALSE(one.backup.all_databases);
  EXPECT_EQ(one.backup.database, "shop");
  EXPECT_TRUE(one.backup.models.empty());
  EXPECT_THAT(one.backup.collections, ElementsAre("orders"));
  const Settings file_or_flag = load({"--uri", "flag"}, {"MONGOKEEP_URI_FILE=/nonexistent/uri"});
  EXPECT_EQ(file_or_flag.uri, "flag");
}

TEST_F(SettingsTest, WhatIsSwitchedOffContradictsNothing) {
  EXPECT_EQ(load({"--allDatabases=false", "--db", "shop"}).backup.database, "shop");
}

TEST_F(SettingsTest, TakesCompressionAndRecipientsFromEverywhere) {
  const std::string packed = file("packed.toml", "[output]\ncompression = \"zstd\"\nrecipients = [\"age1x\"]\n");
  const Settings from_file = load({"--config", packed});
  EXPECT_EQ(from_file.backup.compression, Compression::zstd);
  EXPECT_EQ(from_file.backup.zstd_level, 3);
  EXPECT_THAT(from_file.backup.encryption.recipients, ElementsAre("age1x"));
  const Settings from_flags = load({"--config", packed, "--compression", "none", "--recipient", "age1a", "--recipient",
                                    "age1b", "--zstdLevel", "19"});
  EXPECT_EQ(from_flags.backup.compression, Compression::none);
  EXPECT_EQ(from_flags.backup.zstd_level, 19);
  EXPECT_THAT(from_flags.backup.encryption.recipients, ElementsAre("age1a", "age1b"));
  EXPECT_THAT(load({}, {"MONGOKEEP_RECIPIENTS=age1a,age1b"}).backup.encryption.recipients,
              ElementsAre("age1a", "age1b"));
  EXPECT_EQ(load({}, {"MONGOKEEP_PASSPHRASE_FILE=words"}).backup_settings().encryption.passphrase_file, "words");
  error_of(ErrorKind::usage, [] { load({"--zstdLevel", "20"}); });
  error_of(ErrorKind::usage, [] { load({"--zstdLevel", "0"}); });
}

TEST_F(SettingsTest, ChecksValues) {
  EXPECT_EQ(error_of(ErrorKind::usage,
                     [] {
                       load({"--jsonFormat", "cannonical"});
                     }),
            "cannot use the setting --jsonFormat: \"cannonical\" is not one of canonical, relaxed, plain. Did you mean "
            "canonical?");
  EXPECT_EQ(error_of(ErrorKind::usage,
                     [] {
                       load({"-j", "-1"});
                     }),
            "cannot use the setting --numParallelCollections: \"-1\" is not a whole number from 0 to 999999");
  EXPECT_EQ(error_of(ErrorKind::configuration, [] { load({}, {"MONGOKEEP_ALL_DATABASES=maybe"}); }),
            "cannot use the setting MONGOKEEP_ALL_DATABASES: \"maybe\" is neither true nor false");
  EXPECT_EQ(error_of(ErrorKind::usage,
                     [] {
                       load({"--model", "=people"});
                     }),
            "cannot use the setting --model: \"=people\" has no model name before the =");
  EXPECT_EQ(error_of(ErrorKind::usage,
                     [] {
                       load({"--model", "Person="});
                     }),
            "cannot use the setting --model: \"Person=\" has no collection name after the =");
  EXPECT_EQ(error_of(ErrorKind::usage, [] { load({"--root", ""}); }), "cannot use the setting --root: it is empty");
}

TEST_F(SettingsTest, RefusesANumberOfDaysThatIsNone) {
  for (const std::string days :
       {"0", "-1", "abc", "1.5", "1000000", "36501", "99999999999999999999", "90d", "+90", "0x9"}) {
    const std::string cause = ": \"" + days + "\" is not a whole number from 1 to 36500";
    EXPECT_EQ(error_of(ErrorKind::usage,
                       [&] {
                         load({"--daysToKeep", days}, {}, "cleanup");
                       }),
              "cannot use the setting --daysToKeep" + cause);
    EXPECT_EQ(error_of(ErrorKind::usage, [&] { load({"--daysToKeep=" + days}, {}, "cleanup"); }),
              "cannot use the setting --daysToKeep" + cause);
    EXPECT_EQ(error_of(ErrorKind::configuration, [&] { load({}, {"MONGOKEEP_DAYS_TO_KEEP=" + days}, "cleanup"); }),
              "cannot use the setting MONGOKEEP_DAYS_TO_KEEP" + cause);
  }
  EXPECT_EQ(error_of(ErrorKind::usage,
                     [&] {
                       load({"--daysToKeep", ""}, {}, "cleanup");
                     }),
            "cannot use the setting --daysToKeep: it is empty");
  EXPECT_EQ(load({"--daysToKeep", "1"}, {}, "cleanup").tasks.days_to_keep, 1);
  EXPECT_EQ(load({"--daysToKeep", "36500"}, {}, "cleanup").tasks.days_to_keep, 36500);
  EXPECT_EQ(load({}, {"MONGOKEEP_DAYS_TO_KEEP="}, "cleanup").tasks.days_to_keep, 90) << "empty: not set";
}

TEST_F(SettingsTest, RefusesANumberOfDaysThatIsNoneInAFile) {
  const auto cause_of = [&](const std::string& value, std::string_view command) {
    const std::string config = file("keep.toml", "[retention]\ndays_to_keep = " + value + "\n");
    const std::string text = error_of(ErrorKind::configuration, [&] { load({"--config", config}, {}, command); });
    const std::string opening = "cannot use the setting " + config + ":2: retention.days_to_keep: ";
    EXPECT_TRUE(text.starts_with(opening)) << text;
    return text.substr(std::min(opening.size(), text.size()));
  };
  // A backup that keeps its number of days in a file says so before the night in which it matters.
  for (const std::string_view command : {"cleanup", "backup"}) {
    EXPECT_EQ(cause_of("0", command), "\"0\" is not a whole number from 1 to 36500");
    EXPECT_EQ(cause_of("-1", command), "\"-1\" is not a whole number from 1 to 36500");
    EXPECT_EQ(cause_of("1000000", command), "\"1000000\" is not a whole number from 1 to 36500");
    EXPECT_EQ(cause_of("1.5", command), "it must be a whole number, but it is a number with a fraction");
    EXPECT_EQ(cause_of("\"abc\"", command), "it must be a whole number, but it is a string");
    EXPECT_EQ(cause_of("\"\"", command), "it must be a whole number, but it is a string");
  }
}

TEST_F(SettingsTest, TakesTheKeepRulesFromEverySource) {
  const std::string config =
      file("keep.toml", "[retention]\ndays_to_keep = 30\nkeep_at_least = 2\nkeep_daily = 7\nkeep_weekly = 4\n");
  const Settings settings =
      load({"--config", config, "--keepMonthly", "12", "--keepWeekly", "0"}, {"MONGOKEEP_KEEP_YEARLY=5"}, "cleanup");
  EXPECT_EQ(settings.tasks.days_to_keep, 30);
  EXPECT_EQ(settings.backup.keep.at_least, 2);
  EXPECT_EQ(settings.backup.keep.daily, 7);
  EXPECT_EQ(settings.backup.keep.weekly, 0);
  EXPECT_EQ(settings.backup.keep.monthly, 12);
  EXPECT_EQ(settings.backup.keep.yearly, 5);
  EXPECT_EQ(error_of(ErrorKind::usage,
                     [] {
                       load({"--keepAtLeast", "0"}, {}, "cleanup");
                     }),
            "cannot use the setting --keepAtLeast: \"0\" is not a whole number from 1 to 100000");
}

TEST_F(SettingsTest, ChecksTheFileEvenWhereAFlagBeatsIt) {
  const std::string config = file("keep.toml", "[output]\njson_format = \"bson\"\n");
  EXPECT_EQ(error_of(ErrorKind::configuration,
                     [&] {
                       load({"--config", config, "--jsonFormat", "plain"});
                     }),
            "cannot use the setting " + config +
                ":2: output.json_format: \"bson\" is not one of canonical, relaxed, "
                "plain");
}

}  // namespace
}  // namespace mongokeep::cli
