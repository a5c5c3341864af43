// The service as an application uses it, with a clock of the test's.

#include "mongokeep/tasks_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <optional>
#include <stop_token>

#include "base/files/directory.h"
#include "base/text/time_text.h"
#include "schedule/record_file.h"
#include "schedule/tasks_service_fixture.h"
#include "support/files.h"

namespace mongokeep {
namespace {

using Status = TasksService::Result::Status;
using testing::Contains;
using testing::Not;

TEST_F(TasksServiceTest, RunsATaskAtItsTimeByTheClockThatItIsGiven) {
  TasksService tasks(backups_, nightly());
  tasks.set_log_handler(messages_.handler());
  tasks.set_clock(clock_from("2031-05-06T02:59:59.700Z"));
  std::stop_source finish;
  std::future<void> run = std::async(std::launch::async, [&] { tasks.run({}, finish.get_token()); });
  messages_.await("cleanupOldBackups: Cleanup completed");
  finish.request_stop();
  run.get();
  EXPECT_THAT(messages_.all(), Not(Contains("createBackup: Backup failed"))) << "1:00 is long over";
}

TEST_F(TasksServiceTest, LogsABackupThatFailsAndCanBeStoppedThen) {
  TasksService tasks(backups_, nightly());
  tasks.set_log_handler(messages_.handler());
  tasks.set_clock(clock_from("2031-05-06T00:59:59.700Z"));
  std::stop_source stop;
  std::future<void> run = std::async(std::launch::async, [&] { tasks.run(stop.get_token()); });
  messages_.await("createBackup: Backup failed");
  stop.request_stop();
  run.get();
}

TEST_F(TasksServiceTest, TellsTheHooksOfAFailureOnceItIsNotTriedAgain) {
  TasksSettings settings = nightly();
  settings.backup_schedule = "* * * * *";
  settings.hooks.on_failure = "cat >> " + (temp_.path() / "told").string();
  TasksService tasks(backups_, settings);
  tasks.set_log_handler(messages_.handler());
  tasks.set_clock(clock_from("2031-05-06T00:59:59.700Z"));
  std::stop_source stop;
  std::future<void> run = std::async(std::launch::async, [&] { tasks.run(stop.get_token()); });
  messages_.await("Hook succeeded");
  stop.request_stop();
  run.get();
  const std::vector<std::string> messages = messages_.all();
  EXPECT_THAT(messages, Contains("Scheduled run failed; trying again"));
  const auto first_told = std::find(messages.begin(), messages.end(), "Hook succeeded");
  EXPECT_EQ(std::count(messages.begin(), first_told, "createBackup: Backup failed"), 2) << "not of the first try";
  const std::string told = test::read_file(temp_.path() / "told");
  EXPECT_EQ(std::count(told.begin(), told.end(), '\n'), 1) << told;
}

TEST_F(TasksServiceTest, HasATaskOnTheRecordBeforeItIsStarted) {
  TasksService tasks(backups_, nightly());
  std::optional<schedule::Record> record;
  // The line comes from the thread that starts the task afterwards.
  tasks.set_log_handler([this, &record, tell = messages_.handler()](const LogEntry& entry) {
    if (entry.message == "Scheduled run started") {
      record = schedule::RecordFile::look(Directory::open(settings_of_backups().root));
    }
    tell(entry);
  });
  tasks.set_clock(clock_from("2031-05-06T00:59:59.700Z"));
  std::stop_source stop;
  std::future<void> run = std::async(std::launch::async, [&] { tasks.run(stop.get_token()); });
  messages_.await("createBackup: Backup failed");
  stop.request_stop();
  run.get();
  ASSERT_TRUE(record);
  EXPECT_EQ(record->backup.attempts, 1);
  EXPECT_EQ(record->backup.pending, parse_utc_text("2031-05-06T01:00:00.000Z"));
}

TEST_F(TasksServiceTest, TellsTheHooksOfAFailureThatLastsForAnHour) {
  TasksSettings settings = nightly();
  settings.backup_schedule = "0 1 1 1 *";
  settings.hooks.on_failure = "cat >> " + (temp_.path() / "told").string();
  TasksService tasks(backups_, settings);
  // Whoever looks at the clock takes an hour for it, once the time has come.
  std::atomic<int> hours = 0;
  std::atomic<bool> is_waiting = false;
  tasks.set_log_handler([&, tell = messages_.handler()](const LogEntry& entry) {
    if (entry.message == "Waiting for the scheduled times") is_waiting = true;
    tell(entry);
  });
  const auto before = parse_utc_text("2031-01-01T00:59:00.000Z").value();
  tasks.set_clock([&, before] { return before + std::chrono::hours(is_waiting ? ++hours : 0); });
  std::stop_source stop;
  std::future<void> run = std::async(std::launch::async, [&] { tasks.run(stop.get_token()); });
  messages_.await("Hook succeeded");
  stop.request_stop();
  run.get();
  const std::vector<std::string> messages = messages_.all();
  EXPECT_THAT(messages, Contains("Scheduled run failed; trying again"));
  EXPECT_EQ(std::count(messages.begin(), messages.end(), "Hook succeeded"), 1);
  EXPECT_THAT(test::read_file(temp_.path() / "told"), testing::HasSubstr(R"("task":"backup")"));
}

TEST_F(TasksServiceTest, ThatIsFinishedOrStoppedBeforeItRunsReturnsAtOnce) {
  TasksService finished(backups_, nightly());
  finished.set_log_handler(messages_.handler());
  std::stop_source finish;
  finish.request_stop();
  finished.run({}, finish.get_token());
  TasksService stopped(backups_, nightly());
  stopped.set_log_handler(messages_.handler());
  std::stop_source stop;
  stop.request_stop();
  stopped.run(stop.get_token());
}

TEST_F(TasksServiceTest, DoesATaskNowAndSaysHowItWent) {
  TasksService tasks(backups_, nightly());
  tasks.set_log_handler(messages_.handler());
  const TasksService::Result backup = tasks.create_database_backup();
  EXPECT_EQ(backup.status, Status::failed);
  ASSERT_TRUE(backup.failure);
  EXPECT_EQ(backup.failure->kind(), ErrorKind::connection);
  const TasksService::Result cleanup = tasks.cleanup_old_backups();
  EXPECT_EQ(cleanup.status, Status::succeeded);
  EXPECT_FALSE(cleanup.failure);
}

TEST_F(TasksServiceTest, MakesADrillAtItsTime) {
  TasksSettings settings = nightly();
  settings.drill_schedule = "0 5 * * 0";
  TasksService tasks(backups_, drills_, settings);
  tasks.set_log_handler(messages_.handler());
  tasks.set_clock(clock_from("2031-05-04T04:59:59.700Z"));
  std::stop_source finish;
  std::future<void> run = std::async(std::launch::async, [&] { tasks.run({}, finish.get_token()); });
  messages_.await("drillBackup: Drill failed");
  finish.request_stop();
  run.get();
}

TEST_F(TasksServiceTest, FailsADrillAsLongAsThereIsNoBackup) {
  TasksService tasks(backups_, drills_, nightly());
  tasks.set_log_handler(messages_.handler());
  const TasksService::Result drill = tasks.run_drill();
  EXPECT_EQ(drill.status, Status::failed);
  ASSERT_TRUE(drill.failure);
  EXPECT_EQ(drill.failure->kind(), ErrorKind::usage);
  EXPECT_THAT(messages_.all(), testing::ElementsAre("drillBackup: Drill failed"));
}

TEST_F(TasksServiceTest, StopsOneDrillAndNotTheNext) {
  TasksService tasks(backups_, drills_, nightly());
  tasks.set_log_handler(messages_.handler());
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(tasks.run_drill(stop.get_token()), Error);
  EXPECT_EQ(tasks.run_drill().status, Status::failed) << "the stop was that call's own";
}

TEST_F(TasksServiceTest, MakesNoDrillsWithoutTheMeans) {
  TasksService tasks(backups_, nightly());
  tasks.set_log_handler(messages_.handler());
  try {
    tasks.run_drill();
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::configuration);
  }
}

TEST_F(TasksServiceTest, RefusesSettingsThatItCouldNotGoBy) {
  const auto refuses = [&](auto change) {
    TasksSettings settings = nightly();
    change(settings);
    EXPECT_THROW(TasksService(backups_, settings), Error);
  };
  refuses([](TasksSettings& s) { s.drill_schedule = "0 5 * * 0"; });
  refuses([](TasksSettings& s) { s.backup_schedule = "1:00"; });
  refuses([](TasksSettings& s) { s.cleanup_schedule = ""; });
  refuses([](TasksSettings& s) { s.time_zone = "Mars/Olympus"; });
  refuses([](TasksSettings& s) { s.days_to_keep = 0; });
  refuses([](TasksSettings& s) { s.hooks.ping_url = "gopher://host"; });
  TasksSettings settings = nightly();
  settings.drill_schedule = "5:00";
  EXPECT_THROW(TasksService(backups_, drills_, settings), Error);
}

}  // namespace
}  // namespace mongokeep
