// `mongokeep run` where the server goes away, hangs, or is slow.

#include <gmock/gmock.h>

#include <csignal>

#include "end_to_end/daemon_scene.h"
#include "support/tcp_proxy.h"

namespace mongokeep::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::SizeIs;
namespace fs = std::filesystem;

/// A server of the test's own, which can go away.
class LonelyDaemonTest : public DaemonTest {
 protected:
  Server own_{GetParam()};
  Scene away_{own_};

  ProgramCall call_away(const std::vector<std::string>& more) {
    ProgramCall call = away_.backup_call_to(own_.uri_through(own_.port(), away_.database()), more);
    call.arguments.front() = "run";
    call.environment["MONGOKEEP_TIMEZONE"] = "UTC";
    call.environment["MONGOKEEP_SCHEDULE_BACKUP"] = "0 1 * * *";
    call.environment["MONGOKEEP_SCHEDULE_CLEANUP"] = never_soon;
    call.environment["MONGOKEEP_URI"] += "&serverSelectionTimeoutMS=500";
    return call;
  }
};

TEST_P(LonelyDaemonTest, MakesBackupAndCleanUpAtTheirTimeByItself) {
  const fs::path old = scene_.root() / "20th_Feb_2024";
  fs::create_directories(old);
  write_file(old / "users.json", "[]");
  fs::last_write_time(old, fs::file_time_type::clock::now() - std::chrono::hours(24 * 91));

  RunningProgram program(call("* * * * *", "* * * * *"));
  program.await_output("createBackup: Backup completed");
  program.await_output("cleanupOldBackups: Cleanup completed");
  program.send_signal(SIGTERM);
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 143) << result.error;
  EXPECT_EQ(result.output, "");
  const Json waiting = line_of(result, "Waiting for the scheduled times");
  EXPECT_EQ(waiting.at("timeZone"), "UTC");
  EXPECT_EQ(line_of(result, "createBackup: Backup completed").at("documentCount"), 100);
  EXPECT_EQ(line_of(result, "cleanupOldBackups: Removed backup").at("path"), old.string());
  EXPECT_EQ(line_of(result, "cleanupOldBackups: Cleanup completed").at("deletedCount"), 1);
  EXPECT_FALSE(fs::exists(old));
  EXPECT_THAT(backups(), SizeIs(testing::Ge(1U)));
}

TEST_P(LonelyDaemonTest, TriesTheSameNightAgainOnceTheServerIsBack) {
  away_.insert_numbered("users", 100);
  own_.stop();
  fs::create_directories(away_.root());
  write_file(away_.root() / record_name, record_text("0 1 * * *", never_soon, "2020-03-01T00:00:00.000Z"));
  RunningProgram program(call_away(
      {"-v", "--onFailure", "echo $MKHOOK_TASK failed >> told", "--onSuccess", "echo $MKHOOK_TASK well >> told"}));
  program.await_output("Scheduled run failed; trying again");
  own_.start();
  program.await_output(R"("hook":"hooks.on_success","task":"backup")");
  program.send_signal(SIGTERM);
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 143);
  EXPECT_FALSE(line_of(result, "createBackup: Backup failed").at("hint").get<std::string>().empty());
  EXPECT_EQ(line_of(result, "Scheduled run failed; trying again").at("inSeconds"), 30);
  EXPECT_EQ(line_of(result, "createBackup: Backup completed").at("documentCount"), 100);
  const std::string told = read_file(away_.folder() / "told");
  EXPECT_THAT(told, testing::HasSubstr("backup well\n")) << "how it went in the end";
  EXPECT_THAT(told, testing::Not(testing::HasSubstr("backup failed")));
}

INSTANTIATE_TEST_SUITE_P(Wheel, LonelyDaemonTest, testing::Values(ServerKind::secantus_wheel), NameOfServer());

/// A backup that can be held in its middle.
class BusyDaemonTest : public DaemonTest {
 protected:
  BusyDaemonTest() {
    scene_.insert_numbered("large", 20000, 200);
    proxy_.pause_after(2'000'000);
  }

  ProgramCall slow_call(const std::string& backup, const std::vector<std::string>& more = {}) {
    ProgramCall slow = call(backup, never_soon, more);
    slow.environment["MONGOKEEP_URI"] = server_.uri_through(proxy_.port(), scene_.database());
    return slow;
  }

  TcpProxy proxy_{server_.port()};
};

TEST_P(BusyDaemonTest, StopsWithinSecondsWithoutATraceAndMakesTheBackupUp) {
  owe("0 1 * * *");
  RunningProgram program(slow_call("0 1 * * *"));
  proxy_.await_pause();
  program.send_signal(SIGTERM);
  proxy_.resume();
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 143) << result.error;
  EXPECT_THAT(scene_.names_in_root(), ElementsAre(".lock", record_name, ".schedule.lock"));
  EXPECT_THAT(lines_with(result, "createBackup: Backup failed"), SizeIs(0)) << "it is no failure, and no hook's affair";

  RunningProgram next(slow_call("0 1 * * *"));
  next.await_output("createBackup: Backup completed");
  EXPECT_THAT(backups(), SizeIs(1));
}

TEST_P(BusyDaemonTest, HasNotDiedWhereItIsStoppedWhileTheServerHangs) {
  owe("0 1 * * *");
  RunningProgram program(slow_call("0 1 * * *"));
  proxy_.await_pause();
  program.send_signal(SIGTERM);
  EXPECT_EQ(program.wait().exit_code, 143) << "by force, once the grace is over";
  EXPECT_EQ(Json::parse(read_file(scene_.root() / record_name)).at("backup").at("attempts"), 0);
}

TEST_P(BusyDaemonTest, KilledInABackupTriesItAgainAtTheNextStart) {
  owe("0 1 * * *");
  RunningProgram program(slow_call("0 1 * * *"));
  proxy_.await_pause();
  program.send_signal(SIGKILL);
  program.wait();
  proxy_.resume();
  EXPECT_EQ(Json::parse(read_file(scene_.root() / record_name)).at("backup").at("attempts"), 1);
  RunningProgram next(slow_call("0 1 * * *"));
  next.await_output("createBackup: Backup completed");
  EXPECT_THAT(backups(), SizeIs(1));
  next.send_signal(SIGTERM);
  next.wait();
  EXPECT_THAT(scene_.names_in_root(), Contains(record_name));
  EXPECT_EQ(Json::parse(read_file(scene_.root() / record_name)).at("backup").at("attempts"), 0);
}

TEST_P(BusyDaemonTest, StartsNoBackupTwice) {
  RunningProgram program(slow_call("* * * * *", {"-v", "--onFailure", "cat > told.json"}));
  proxy_.await_pause();
  program.await_output("Scheduled run skipped: the previous one is still running");
  program.await_output("Hook succeeded");
  const Json told = Json::parse(read_file(scene_.folder() / "told.json"));
  EXPECT_EQ(told.at("task"), "backup");
  EXPECT_EQ(told.at("status"), "failed");
  EXPECT_EQ(told.at("error").at("cause"), "the previous run is still running");
  proxy_.resume();
  program.await_output("createBackup: Backup completed");
}

TEST_P(BusyDaemonTest, GoesOverToANewConfigurationOnlyWhenTheBackupIsDone) {
  owe("0 1 * * *");
  const fs::path config = scene_.folder() / "keep.toml";
  write_file(config, "warn_shrink_percent = 40\n");
  RunningProgram program(slow_call("0 1 * * *", {"--config", config.string()}));
  proxy_.await_pause();
  program.send_signal(SIGHUP);
  program.await_output("it takes effect as soon as no task is running");
  proxy_.resume();
  program.await_output("createBackup: Backup completed");
  program.send_signal(SIGTERM);
  EXPECT_EQ(program.wait().exit_code, 143);
  EXPECT_THAT(backups(), SizeIs(1));
}

TEST_P(BusyDaemonTest, WaitsForAnotherRunThatHoldsTheRoot) {
  ProgramCall by_hand = slow_call(never_soon);
  by_hand.arguments.front() = "backup";
  owe("0 1 * * *");
  RunningProgram other(by_hand);
  proxy_.await_pause();
  RunningProgram program(call("0 1 * * *", never_soon));
  program.await_output("Another run holds the lock of the backup root; waiting for it");
  proxy_.resume();
  EXPECT_EQ(other.wait().exit_code, 0);
  program.await_output("createBackup: Backup completed");
  EXPECT_THAT(backups(), SizeIs(2));
}

INSTANTIATE_TEST_SUITE_P(Wheel, BusyDaemonTest, testing::Values(ServerKind::secantus_wheel), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
