// The loop behind the service: what it logs, records and leaves out.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <cstdlib>
#include <future>
#include <optional>
#include <stop_token>

#include "archive/root.h"
#include "base/files/directory.h"
#include "schedule/record_file.h"
#include "schedule/tasks_service_fixture.h"
#include "support/files.h"
#include "support/http_receiver.h"

namespace mongokeep {
namespace {

using std::chrono::milliseconds;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class TaskLoopTest : public TasksServiceTest {
 protected:
  std::filesystem::path record_path() const { return settings_of_backups().root / schedule::RecordFile::name; }
  std::optional<schedule::Record> record() const {
    return schedule::RecordFile::look(Directory::open(settings_of_backups().root));
  }

  /// Runs until the message comes, and stops then.
  void run_until(const std::string& message, TasksService& tasks) {
    std::stop_source stop;
    std::future<void> run = std::async(std::launch::async, [&] { tasks.run(stop.get_token()); });
    messages_.await(message);
    stop.request_stop();
    run.get();
  }
};

TEST_F(TaskLoopTest, LogsWhenEachTaskIsDueNext) {
  TasksSettings settings = nightly();
  settings.cleanup_schedule = "0 0 29 2 *";
  settings.drill_schedule = "30 5 * * *";
  TasksService tasks(backups_, drills_, settings);
  tasks.set_log_handler(messages_.handler());
  tasks.set_clock(clock_from("2260-03-01T00:00:00.000Z"));
  run_until("Waiting for the scheduled times", tasks);
  const std::string line = messages_.line("Waiting for the scheduled times");
  EXPECT_THAT(line, HasSubstr(R"("nextBackup":"2260-03-01T01:00:00.000Z")"));
  EXPECT_THAT(line, HasSubstr(R"("nextCleanup":"never")"));
  EXPECT_THAT(line, HasSubstr(R"("nextDrill":"2260-03-01T05:30:00.000Z")"));
}

TEST_F(TaskLoopTest, WritesTheRecordOnlyWhereThereIsSomethingNew) {
  TasksService tasks(backups_, nightly());
  tasks.set_log_handler(messages_.handler());
  // A run is always a tenth of a second away, so that the loop looks again soon.
  const auto moment = parse_utc_text("2031-05-06T00:59:59.900Z").value();
  const std::vector<milliseconds> clock = {milliseconds(0), milliseconds(10), milliseconds(-20), milliseconds(-20)};
  std::vector<ino_t> written;
  std::vector<schedule::Instant> seen;
  std::stop_source stop;
  tasks.set_clock([&] {
    // Before the first look the record is written as the loop begins.
    struct stat facts {};
    if (::stat(record_path().c_str(), &facts) != 0 || written.size() == clock.size()) return moment;
    written.push_back(facts.st_ino);
    seen.push_back(record().value().seen);
    if (written.size() == clock.size()) stop.request_stop();
    return moment + clock[written.size() - 1];
  });
  tasks.run(stop.get_token());
  ASSERT_EQ(written.size(), clock.size());
  EXPECT_EQ(written[1], written[0]) << "the clock shows what is on the record";
  EXPECT_EQ(written[2], written[0]) << "the clock has gone on";
  EXPECT_EQ(seen[2], moment);
  EXPECT_EQ(seen[3], moment - milliseconds(20)) << "the clock is behind the record";
}

TEST_F(TaskLoopTest, LeavesOutWhatIsDueWhileARunIsStillBusy) {
  TasksSettings settings = nightly();
  settings.backup_schedule = settings.cleanup_schedule = "* * * * *";
  settings.hooks.on_failure = "cat >> " + (temp_.path() / "told").string();
  // A stop waits for this at most.
  BackupService patient("mongodb://127.0.0.1:1/shop?serverSelectionTimeoutMS=3000", settings_of_backups());
  patient.set_log_handler(messages_.handler());
  TasksService tasks(patient, settings);
  std::atomic<bool> is_waiting = false;
  tasks.set_log_handler([&, tell = messages_.handler()](const LogEntry& entry) {
    if (entry.message == "Waiting for the scheduled times") is_waiting = true;
    tell(entry);
  });
  // Whoever looks at the clock takes a minute for it, and the next one is about to begin.
  std::atomic<int> minutes = 0;
  const auto before = parse_utc_text("2031-05-06T00:58:59.900Z").value();
  tasks.set_clock([&] { return before + std::chrono::minutes(is_waiting ? ++minutes : 0); });
  std::stop_source stop;
  std::future<void> run = std::async(std::launch::async, [&] { tasks.run(stop.get_token()); });
  messages_.await("Scheduled run skipped: the previous one is still running");
  messages_.await("Scheduled run skipped: another task is still running");
  messages_.await("Hook succeeded");
  stop.request_stop();
  run.get();
  EXPECT_THAT(messages_.line("Scheduled run skipped: the previous one is still running"),
              HasSubstr(R"("task":"backup")"));
  EXPECT_THAT(messages_.line("Scheduled run skipped: another task is still running"), HasSubstr(R"("task":"cleanup")"));
  EXPECT_THAT(test::read_file(temp_.path() / "told"), StartsWith(R"({"task":"backup","event":"failure")"));
  EXPECT_THAT(test::read_file(temp_.path() / "told"), HasSubstr("the previous run is still running"));
  // The stop has broken it off: the next start does it again, and has all of its tries.
  EXPECT_TRUE(record().value().backup.pending);
  EXPECT_EQ(record().value().backup.attempts, 0);
}

TEST_F(TaskLoopTest, LeavesOutWhatHasFailedUntilTheNextRunIsDue) {
  TasksService tasks(backups_, nightly());
  std::atomic<bool> is_next_day = false;
  tasks.set_log_handler([&, tell = messages_.handler()](const LogEntry& entry) {
    if (entry.message == "Scheduled run failed; trying again") is_next_day = true;
    tell(entry);
  });
  const Clock clock = clock_from("2031-05-06T00:59:59.700Z");
  tasks.set_clock([&, clock] { return clock() + std::chrono::hours(is_next_day ? 24 : 0); });
  run_until("Scheduled run skipped: it kept failing until the next one was due", tasks);
}

// Takes the half minute after which a run is tried again.
TEST_F(TaskLoopTest, KnowsASecondTryForTheSameRun) {
  test::HttpReceiver receiver;
  ::setenv("no_proxy", "127.0.0.1", 1);
  TasksSettings settings = nightly();
  settings.hooks.ping_url = receiver.address("/ping");
  TasksService tasks(backups_, settings);
  std::atomic<int> hours = 0;
  std::size_t pings_before_second_try = 0;
  tasks.set_log_handler([&, tell = messages_.handler()](const LogEntry& entry) {
    if (entry.message == "Scheduled run failed; trying again" && hours.exchange(1) == 0) {
      pings_before_second_try = receiver.requests().size();
    }
    tell(entry);
  });
  const Clock clock = clock_from("2031-05-06T00:59:59.700Z");
  tasks.set_clock([&, clock] { return clock() + std::chrono::hours(hours); });
  std::stop_source stop;
  std::future<void> run = std::async(std::launch::async, [&] { tasks.run(stop.get_token()); });
  // Both tries together have failed for an hour, and hooks are told.
  receiver.await_requests(2);
  stop.request_stop();
  run.get();
  ::unsetenv("no_proxy");
  std::vector<std::string> pings;
  for (const test::HttpRequest& request : receiver.requests()) pings.push_back(request.target);
  EXPECT_THAT(pings, testing::ElementsAre("/ping/start", "/ping/fail")) << "it starts once";
  EXPECT_EQ(pings_before_second_try, 1U);
  EXPECT_THAT(messages_.all(), Contains("Scheduled run failed; trying again").Times(2));
}

TEST_F(TaskLoopTest, WaitsForARootThatAnotherRunHolds) {
  const archive::LockedRoot other = archive::LockedRoot::open(settings_of_backups().root);
  TasksService tasks(backups_, nightly());
  tasks.set_log_handler(messages_.handler());
  tasks.set_clock(clock_from("2031-05-06T02:59:59.700Z"));
  run_until("Another run holds the lock of the backup root; waiting for it", tasks);
  EXPECT_THAT(messages_.all(), Not(Contains("cleanupOldBackups: Cleanup failed")));
  EXPECT_TRUE(record().value().cleanup.pending);
}

}  // namespace
}  // namespace mongokeep
