// `mongokeep run`: the program that stays up.

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <csignal>

#include "end_to_end/daemon_scene.h"

namespace mongokeep::test {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
namespace fs = std::filesystem;

TEST_P(DaemonTest, MakesUpOnceForTheRunsThatItMissed) {
  owe("0 1 * * *", "0 3 * * *");
  RunningProgram first(call("0 1 * * *", "0 3 * * *"));
  first.await_output("cleanupOldBackups: Cleanup completed");
  first.send_signal(SIGTERM);
  EXPECT_EQ(first.wait().exit_code, 143);
  EXPECT_THAT(backups(), SizeIs(1));

  RunningProgram second(call("0 1 * * *", "0 3 * * *"));
  second.await_output("Waiting for the scheduled times");
  second.send_signal(SIGTERM);
  const ProgramResult result = second.wait();
  EXPECT_THAT(lines_with(result, "Scheduled run started"), SizeIs(0));
  EXPECT_THAT(backups(), SizeIs(1));
}

TEST_P(DaemonTest, MakesUpForNothingWhenItStartsForTheFirstTime) {
  RunningProgram program(call(never_soon, never_soon));
  program.await_output("Waiting for the scheduled times");
  program.send_signal(SIGINT);
  EXPECT_EQ(program.wait().exit_code, 130);
  EXPECT_THAT(backups(), SizeIs(0));
  EXPECT_TRUE(fs::exists(scene_.root() / record_name));
}

TEST_P(DaemonTest, WithATornRecordRunsBothTasksInCaseTheyWereMissed) {
  fs::create_directories(scene_.root());
  write_file(scene_.root() / record_name, R"({"formatVersion": 1, "seen)");
  RunningProgram program(call(never_soon, never_soon));
  program.await_output("cleanupOldBackups: Cleanup completed");
  program.send_signal(SIGTERM);
  const ProgramResult result = program.wait();
  EXPECT_EQ(lines_with(result, "Cannot read the record of the schedule: running every task now, in case it was missed")
                .size(),
            1U);
  EXPECT_THAT(backups(), SizeIs(1));
}

TEST_P(DaemonTest, WithARecordThatCannotBeWrittenMakesABackupAllTheSame) {
  owe("0 1 * * *");
  // In the place of the new record, which is written before it takes the name of the old one.
  fs::create_directory(scene_.root() / (std::string(record_name) + ".new"));
  RunningProgram program(call("0 1 * * *", never_soon));
  program.await_output("createBackup: Backup completed");
  program.send_signal(SIGTERM);
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 143);
  const std::string message = "Cannot write the record of the schedule: after a restart, a run may be repeated";
  EXPECT_THAT(lines_with(result, message), Not(IsEmpty()));
  EXPECT_THAT(backups(), SizeIs(1));
}

TEST_P(DaemonTest, IsAloneOverARoot) {
  RunningProgram first(call(never_soon, never_soon));
  first.await_output("Waiting for the scheduled times");
  const ProgramResult second = run_program(call(never_soon, never_soon));
  EXPECT_EQ(second.exit_code, 5);
  EXPECT_THAT(second.error, HasSubstr("another mongokeep process runs it already"));
  EXPECT_EQ(scene_.back_up().exit_code, 0) << "a backup by hand is not hindered";
}

TEST_P(DaemonTest, GoesOverToAChangedConfigurationAndKeepsTheOldOneWhenItIsBad) {
  const fs::path config = scene_.folder() / "keep.toml";
  const auto configure = [&](const std::string& text) {
    write_file(config, "[schedule]\ntimezone = \"UTC\"\n" + text);
  };
  ProgramCall with_config = call("", "", {"--config", config.string()});
  for (const char* name : {"MONGOKEEP_TIMEZONE", "MONGOKEEP_SCHEDULE_BACKUP", "MONGOKEEP_SCHEDULE_CLEANUP"}) {
    with_config.environment.erase(name);
  }
  configure("backup = \"0 0 29 2 *\"\n");
  RunningProgram program(with_config);
  program.await_output("\"backupSchedule\":\"0 0 29 2 *\"");

  configure("backup = \"0 0 30 2 *\"\n");
  program.send_signal(SIGHUP);
  program.await_output("The new configuration is invalid; the old one stays in use");
  program.await_output("this day never comes");

  configure("backap = \"0 1 * * *\"\n");
  program.send_signal(SIGHUP);
  program.await_output("schedule.backap");

  configure("backup = \"0 0 28 2 *\"\n");
  program.send_signal(SIGHUP);
  program.await_output("\"backupSchedule\":\"0 0 28 2 *\"");
  program.send_signal(SIGTERM);
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 143);
  EXPECT_THAT(lines_with(result, "Waiting for the scheduled times"), SizeIs(2));
}

TEST_P(DaemonTest, DoesNotTakeThePipeThatItHasReadForAnEmptyConfiguration) {
  const fs::path pipe = scene_.folder() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  ProgramCall with_config = call("", never_soon, {"--config", pipe.string()});
  with_config.environment.erase("MONGOKEEP_SCHEDULE_BACKUP");
  RunningProgram program(with_config);
  write_file(pipe, "[schedule]\nbackup = \"0 0 28 2 *\"\n");
  program.await_output("\"backupSchedule\":\"0 0 28 2 *\"");
  program.send_signal(SIGHUP);
  program.await_output("it is not a regular file, so it can be read only once");
  program.send_signal(SIGTERM);
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 143);
  EXPECT_THAT(lines_with(result, "Waiting for the scheduled times"), SizeIs(1));
}

TEST_P(DaemonTest, StaysWithTheOldRootWhenTheNewOneCannotBeUsed) {
  const fs::path config = scene_.folder() / "keep.toml";
  const fs::path file = scene_.folder() / "file";
  write_file(file, "mine");
  ProgramCall with_config = call(never_soon, never_soon);
  with_config.arguments = {"run", "--config", config.string()};
  write_file(config, "root = \"" + scene_.root().string() + "\"\n");
  RunningProgram program(with_config);
  program.await_output("Waiting for the scheduled times");
  write_file(config, "root = \"" + file.string() + "\"\n");
  program.send_signal(SIGHUP);
  program.await_output("The new configuration cannot be used; the old one stays in use");
  write_file(config, "root = \"" + (scene_.folder() / "other").string() + "\"\n");
  program.send_signal(SIGHUP);
  program.await_output((scene_.folder() / "other").string());
  program.send_signal(SIGTERM);
  EXPECT_EQ(program.wait().exit_code, 143);
}

TEST_P(DaemonTest, TellsTheHooksHowItWent) {
  owe("0 1 * * *");
  const fs::path told = scene_.folder() / "told.json";
  // A clean-up was missed as well, in a February of 29 days, and comes behind.
  const std::string first_report = "test -e told.json || { cat > new.json && mv new.json told.json && echo '<told>'; }";
  RunningProgram program(call("0 1 * * *", never_soon, {"--onSuccess", first_report, "-v"}));
  program.await_output("<told>");
  program.send_signal(SIGTERM);
  program.wait();
  const Json report = Json::parse(read_file(told));
  EXPECT_EQ(report.at("task"), "backup");
  EXPECT_EQ(report.at("event"), "success");
  EXPECT_EQ(report.at("status"), "complete");
  EXPECT_EQ(report.at("documentCount"), 100);
  EXPECT_EQ(report.at("backupPath"), (scene_.root() / backups().front()).string());
  EXPECT_EQ(report.at("collections").at(0).at("name"), "users");
  EXPECT_TRUE(report.at("error").is_null());
}

TEST_P(DaemonTest, ShowsTheNextTimesAndDoesNothing) {
  const ProgramResult result = run_program(call("0 1 * * *", "@weekly", {"--checkConfig"}));
  EXPECT_EQ(result.exit_code, 0) << result.error;
  const std::vector<std::string> lines = lines_of(result.output);
  ASSERT_THAT(lines, SizeIs(12));
  EXPECT_EQ(lines[0], "backup   0 1 * * *  (UTC)");
  EXPECT_EQ(lines[6], "cleanup  @weekly  (UTC)");
  for (int i = 1; i <= 5; ++i) {
    EXPECT_THAT(lines[static_cast<std::size_t>(i)], testing::EndsWith(" 01:00 +00:00"));
    EXPECT_THAT(lines[static_cast<std::size_t>(i + 6)], testing::EndsWith(" 00:00 +00:00"));
  }
  EXPECT_FALSE(fs::exists(scene_.root()));
}

TEST_P(DaemonTest, RefusesWhatItCouldNotGoBy) {
  const auto refused = [&](ProgramCall bad, const std::string& text) {
    const ProgramResult result = run_program(bad);
    EXPECT_EQ(result.exit_code, 2) << text;
    EXPECT_THAT(result.error, HasSubstr(text));
    EXPECT_FALSE(fs::exists(scene_.root())) << text;
  };
  refused(call("0 25 * * *", "0 3 * * *"), "(the hour), 25 is not between 0 and 23");
  refused(call("0 1 * * *", "@reboot"), "Use @hourly");
  refused(call("0 1 * * *", "0 3 * * *", {"--daysToKeep", "0"}), "--daysToKeep");
  refused(call("0 1 * * *", "0 3 * * *", {"--timezone", "Mars/Olympus"}), "Mars/Olympus");
  refused(call("0 1 * * *", "0 3 * * *", {"--once", "everything"}), "--once");
  ProgramCall without_uri = call("0 1 * * *", "0 3 * * *");
  without_uri.environment.erase("MONGOKEEP_URI");
  refused(without_uri, "no connection string was given");
  ProgramCall bad_ping = call("0 1 * * *", "0 3 * * *");
  bad_ping.environment["MONGOKEEP_HOOKS_PING_URL"] = "ftp://host/secret-part";
  refused(bad_ping, "http");
  EXPECT_THAT(run_program(bad_ping).error, testing::Not(HasSubstr("secret-part")));
}

TEST_P(DaemonTest, OnceRunsOneTaskAndExits) {
  const ProgramResult backup = run_program(call(never_soon, never_soon, {"--once", "backup"}));
  EXPECT_EQ(backup.exit_code, 0) << backup.error;
  EXPECT_THAT(backups(), SizeIs(1));
  ProgramCall cleanup = call(never_soon, never_soon, {"--once", "cleanup", "--onSuccess", "cat > told.json"});
  cleanup.environment.erase("MONGOKEEP_URI");
  EXPECT_EQ(run_program(cleanup).exit_code, 0);
  EXPECT_EQ(Json::parse(read_file(scene_.folder() / "told.json")).at("keptCount"), 1);
}

INSTANTIATE_TEST_SUITE_P(Servers, DaemonTest, testing::ValuesIn(every_server), NameOfServer());

TEST(DaemonOnce, TellsOfAFailureByItsCodeAndItsHook) {
  TempDir temp;
  ProgramCall call;
  call.arguments = {"run", "--once", "backup", "--onFailure", "cat > told.json"};
  call.environment["MONGOKEEP_URI"] = "mongodb://127.0.0.1:1/shop?serverSelectionTimeoutMS=200";
  call.working_folder = temp.path();
  const ProgramResult result = run_program(call);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(lines_with(result, "createBackup: Backup failed").size(), 1U) << result.error;
  const Json report = Json::parse(read_file(temp.path() / "told.json"));
  EXPECT_EQ(report.at("event"), "failure");
  EXPECT_EQ(report.at("status"), "failed");
  EXPECT_THAT(report.at("error").at("cause").get<std::string>(), HasSubstr("127.0.0.1:1"));
}

}  // namespace
}  // namespace mongokeep::test
