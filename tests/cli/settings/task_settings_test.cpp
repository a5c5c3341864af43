// The settings of what runs every night, and of what watches over it.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>

#include "cli/error_text.h"
#include "cli/settings/settings_fixture.h"

namespace mongokeep::cli {
namespace {

class TaskSettings : public SettingsTest {};

TEST_F(TaskSettings, EveryFlagReachesItsPlace) {
  using enum SettingGroup;
  const Settings settings = load_groups(
      {store, alarms, run_choice, schedule, drill, hooks, retention, rehearsal, health},
      {"--backupSchedule=@daily", "--cleanupSchedule=30 4 * * sun", "--timezone=Europe/Berlin",
       "--drillSchedule=@weekly", "--drillDatabase=scratch", "--onSuccess=logger well", "--onFailure=logger ill",
       "--daysToKeep=30", "--keepAtLeast=2", "--keepDaily=7", "--keepWeekly=5", "--keepMonthly=12", "--keepYearly=10",
       "--maxAge=2d", "--once=cleanup", "--checkConfig", "--dryRun", "--warnShrinkPercent=10"});
  EXPECT_EQ(settings.tasks.backup_schedule, "@daily");
  EXPECT_EQ(settings.tasks.cleanup_schedule, "30 4 * * sun");
  EXPECT_EQ(settings.tasks.drill_schedule, "@weekly");
  EXPECT_EQ(settings.tasks.drill_database, "scratch");
  EXPECT_EQ(settings.tasks.time_zone, "Europe/Berlin");
  EXPECT_EQ(settings.backup.time_zone, "Europe/Berlin");
  EXPECT_EQ(settings.tasks.hooks.on_success, "logger well");
  EXPECT_EQ(settings.tasks.hooks.on_failure, "logger ill");
  EXPECT_EQ(settings.tasks.days_to_keep, 30);
  EXPECT_EQ(settings.backup.keep.at_least, 2);
  EXPECT_EQ(settings.backup.keep.daily, 7);
  EXPECT_EQ(settings.backup.keep.weekly, 5);
  EXPECT_EQ(settings.backup.keep.monthly, 12);
  EXPECT_EQ(settings.backup.keep.yearly, 10);
  EXPECT_EQ(settings.max_age, std::chrono::hours(48));
  EXPECT_EQ(settings.once, "cleanup");
  EXPECT_TRUE(settings.check_config);
  EXPECT_TRUE(settings.dry_run);
  EXPECT_EQ(settings.backup.warn_shrink_percent, 10);
}

TEST_F(TaskSettings, EveryKeyReachesItsPlace) {
  using enum SettingGroup;
  const std::string config = file("keep.toml", R"(warn_shrink_percent = 20
[schedule]
backup = "0 2 * * *"
cleanup = "0 4 * * *"
drill = "0 5 * * 0"
[drill]
uri = "mongodb://other/"
database = "scratch"
[hooks]
on_success = "logger well"
on_failure = "logger ill"
command_time_limit = "90s"
ping_url = "https://ping/1"
cleanup_ping_url = "https://ping/2"
drill_ping_url = "https://ping/4"
push_ping_url = "https://ping/5"
[retention]
days_to_keep = 31
keep_at_least = 3
keep_daily = 8
keep_weekly = 6
keep_monthly = 13
keep_yearly = 11
[health]
max_age = "90m"
)");
  const std::vector<SettingGroup> groups = {alarms, schedule, drill, hooks, retention, health, general};
  const Settings settings = load_groups(groups, {"--config", config});
  EXPECT_EQ(settings.backup.warn_shrink_percent, 20);
  EXPECT_EQ(settings.tasks.backup_schedule, "0 2 * * *");
  EXPECT_EQ(settings.tasks.cleanup_schedule, "0 4 * * *");
  EXPECT_EQ(settings.tasks.hooks.on_success, "logger well");
  EXPECT_EQ(settings.tasks.hooks.on_failure, "logger ill");
  EXPECT_EQ(settings.tasks.hooks.command_time_limit, std::chrono::seconds(90));
  EXPECT_EQ(settings.tasks.hooks.ping_url, "https://ping/1");
  EXPECT_EQ(settings.tasks.hooks.cleanup_ping_url, "https://ping/2");
  EXPECT_EQ(settings.tasks.hooks.drill_ping_url, "https://ping/4");
  EXPECT_EQ(settings.tasks.hooks.push_ping_url, "https://ping/5");
  EXPECT_EQ(settings.tasks.drill_schedule, "0 5 * * 0");
  EXPECT_EQ(settings.drill_uri, "mongodb://other/");
  EXPECT_EQ(settings.tasks.drill_database, "scratch");
  EXPECT_EQ(settings.tasks.days_to_keep, 31);
  EXPECT_EQ(settings.backup.keep.at_least, 3);
  EXPECT_EQ(settings.backup.keep.daily, 8);
  EXPECT_EQ(settings.backup.keep.weekly, 6);
  EXPECT_EQ(settings.backup.keep.monthly, 13);
  EXPECT_EQ(settings.backup.keep.yearly, 11);
  EXPECT_EQ(settings.max_age, std::chrono::minutes(90));
  EXPECT_EQ(load_groups(groups, {"--config", config}, {"MONGOKEEP_MAX_AGE=1h"}).max_age, std::chrono::hours(1));
  EXPECT_EQ(load_groups(groups, {"--config", config}, {"MONGOKEEP_HOOKS_PING_URL=https://ping/3"}).tasks.hooks.ping_url,
            "https://ping/3");
}

TEST_F(TaskSettings, HaveTheDefaultsOfTheService) {
  const Settings settings = load({});
  EXPECT_EQ(settings.tasks.backup_schedule, "0 1 * * *");
  EXPECT_EQ(settings.tasks.cleanup_schedule, "0 3 * * *");
  EXPECT_EQ(settings.tasks.drill_schedule, "") << "none unless asked for";
  EXPECT_EQ(settings.tasks.drill_database, "");
  EXPECT_EQ(settings.drill_uri, "");
  EXPECT_EQ(settings.tasks.days_to_keep, 90);
  EXPECT_EQ(settings.backup.keep.at_least, 1);
  EXPECT_EQ(settings.backup.warn_shrink_percent, 50);
  EXPECT_EQ(settings.max_age, std::chrono::hours(26));
  EXPECT_EQ(settings.once, "");
  EXPECT_FALSE(settings.check_config);
  EXPECT_FALSE(settings.dry_run);
}

TEST_F(TaskSettings, RefuseNumbersThatAreOutOfTheirRange) {
  const auto expect_range = [](const std::string& flag, int least, int most) {
    const auto refuses = [&](int value) {
      EXPECT_EQ(error_of(ErrorKind::usage,
                         [&] {
                           load_groups({SettingGroup::alarms, SettingGroup::retention}, {flag, std::to_string(value)});
                         }),
                fmt::format("cannot use the setting {}: \"{}\" is not a whole number from {} to {}", flag, value, least,
                            most));
    };
    refuses(least - 1);
    refuses(most + 1);
    load_groups({SettingGroup::alarms, SettingGroup::retention}, {flag, std::to_string(least)});
    load_groups({SettingGroup::alarms, SettingGroup::retention}, {flag, std::to_string(most)});
  };
  expect_range("--daysToKeep", 1, 36500);
  expect_range("--keepAtLeast", 1, 100000);
  expect_range("--keepDaily", 0, 100000);
  expect_range("--keepWeekly", 0, 100000);
  expect_range("--keepMonthly", 0, 100000);
  expect_range("--keepYearly", 0, 100000);
  expect_range("--warnShrinkPercent", 1, 100);
  const std::string config = file("keep.toml", "[retention]\ndays_to_keep = 0\n");
  EXPECT_EQ(
      error_of(ErrorKind::configuration,
               [&] {
                 load_groups({SettingGroup::retention, SettingGroup::general}, {"--config", config});
               }),
      "cannot use the setting " + config + ":2: retention.days_to_keep: \"0\" is not a whole number from 1 to 36500");
}

TEST_F(TaskSettings, RefuseATaskThatIsNone) {
  EXPECT_EQ(
      error_of(ErrorKind::usage,
               [] {
                 load_groups({SettingGroup::run_choice}, {"--once", "bakup"});
               }),
      "cannot use the setting --once: \"bakup\" is not one of backup, cleanup, drill, push. Did you mean backup?");
}

TEST_F(TaskSettings, DrillOnTheServerOfTheBackupsUnlessAnotherIsNamed) {
  const Words uri = {"MONGOKEEP_URI=mongodb://one/shop"};
  EXPECT_EQ(load({}, uri, "run").uri_of_drills(), "mongodb://one/shop");
  const Words both = {"MONGOKEEP_URI=mongodb://one/shop", "MONGOKEEP_DRILL_URI=mongodb://u:p@other/"};
  EXPECT_EQ(load({}, both, "run").uri_of_drills(), "mongodb://u:p@other/");
  EXPECT_EQ(load({}, {"MONGOKEEP_DRILL_URI_FILE=" + file("uri", "mongodb://u:p@other/\n")}, "run").drill_uri,
            "mongodb://u:p@other/");
  EXPECT_EQ(load({}, both, "backup").drill_uri, "") << "it is none of its affairs";
  EXPECT_EQ(error_of(ErrorKind::configuration,
                     [] {
                       load({}, {"MONGOKEEP_DRILL_URI=a", "MONGOKEEP_DRILL_URI_FILE=b"}, "run");
                     }),
            "cannot use the setting MONGOKEEP_DRILL_URI: it contradicts MONGOKEEP_DRILL_URI_FILE. Give the connection "
            "string in one place only");
}

TEST_F(TaskSettings, DrillWithTheNewestBackupOfTheRoot) {
  const RestoreSettings drill =
      load({"--root=/srv/backup", "--db=shop", "--collection=users", "-j3"}, {}, "run").drill_settings();
  EXPECT_EQ(drill.root, "/srv/backup");
  EXPECT_EQ(drill.backup, "latest");
  EXPECT_EQ(drill.parallel_collections, 3);
  EXPECT_TRUE(drill.collections.empty()) << "whatever is in the backup is drilled with";
  EXPECT_EQ(drill.database, "");
}

}  // namespace
}  // namespace mongokeep::cli
