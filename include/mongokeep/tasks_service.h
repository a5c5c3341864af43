#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "mongokeep/backup_service.h"
#include "mongokeep/clock.h"
#include "mongokeep/error.h"
#include "mongokeep/hooks.h"
#include "mongokeep/log.h"
#include "mongokeep/restore_service.h"
#include "mongokeep/store_service.h"

namespace mongokeep {

/// When the tasks run, and which hooks are called.
struct TasksSettings {
  /// Five-field cron expressions: minute, hour, day of the month, month, day of the week; also nicknames such as
  /// `@daily`.
  std::string backup_schedule = "0 1 * * *";
  std::string cleanup_schedule = "0 3 * * *";
  /// Empty: no drills, since they need rights that a backup does not.
  std::string drill_schedule;
  /// Name of the scratch database, see RestoreService::drill.
  std::string drill_database;
  /// IANA time zone of the schedules. Empty: the system's.
  std::string time_zone;
  /// Remove backups older than this many days, 1 to 36500; see BackupSettings::keep for the exceptions.
  int days_to_keep = 90;
  Hooks hooks;
};

/// When a task runs next.
struct TaskTimes {
  std::string task;       ///< `backup`, `cleanup` or `drill`
  std::string schedule;   ///< its expression
  std::string time_zone;  ///< IANA name
  std::vector<std::chrono::system_clock::time_point> times;
};

/// The next `count` times after `now` of each task that has a schedule. Throws Error{configuration} as TasksService
/// does.
std::vector<TaskTimes> next_times(const TasksSettings& settings, std::chrono::system_clock::time_point now,
                                  int count = 5);

/// Runs the tasks on a schedule: a backup, a clean-up of old backups, and optionally a drill, which restores a backup
/// into a scratch database and compares it. Where there are stores, a push ships each backup after it was made.
///
/// The times of the last runs are stored in the backup root (`.schedule.json`), so that a restart neither repeats nor
/// forgets a run: if runs were missed, one run starts at once. Failures do not leave a task: they are logged and
/// reported to the hooks, and the next run starts as scheduled.
///
/// Ownership: the services stay the caller's and must outlive this; nothing else may use them meanwhile.
/// Threads: tasks run on a thread of their own, one at a time, and a push on another one beside them; a call is stopped
/// by its own token, from any thread.
class TasksService {
 public:
  /// Throws Error{configuration} for an expression, a zone or a number of days that is not one, and for a schedule of
  /// drills.
  explicit TasksService(BackupService& service, TasksSettings settings = {});
  /// With drills, of the backup that `drills` was made for: `latest`, under the same root. They may be on another
  /// server. Throws as the other one does.
  TasksService(BackupService& service, RestoreService& drills, TasksSettings settings = {});
  ~TasksService();
  TasksService(const TasksService&) = delete;
  TasksService& operator=(const TasksService&) = delete;

  /// Ships each backup to these stores, once it is made, and at the start of run() what is still to be shipped.
  void set_stores(StoreService& stores);
  /// Where log lines go. Default: JSON lines on the standard error.
  void set_log_handler(LogHandler handler);
  /// Default: system_clock(). Asked about once a minute while waiting.
  void set_clock(Clock clock);

  /// The result of a task.
  struct Result {
    enum class Status {
      succeeded,
      partial,  ///< a backup without some collection; a clean-up that could not remove something; a drill after which
                ///< only views, options or indexes were not as they are stored, or whose backup is itself partial; a
                ///< push after which a required store lacks something, or that found a damaged backup
      failed,
    };
    Status status = Status::succeeded;
    /// Why it failed, as the log has it. `damaged` where a drill did not bring back every document.
    std::optional<Error> failure;
    /// Whether a push found a damaged backup: in the root, or in a required store.
    bool has_damage = false;
    /// What hooks are given: one JSON object on one line (docs/reference.md, "The report").
    std::string report;
  };
  /// Makes a backup now, as a scheduled run does. Failures are logged and reported to the hooks; throws only
  /// Error{stopped}.
  Result create_database_backup(const std::stop_token& stop = {});
  /// Removes old backups, likewise.
  Result cleanup_old_backups(const std::stop_token& stop = {});
  /// Restores a backup into a scratch database, compares every document byte for byte, and drops the scratch database,
  /// likewise. Where there is no complete backup yet, the drill fails. Throws Error{configuration} where the service
  /// was made without a RestoreService.
  Result run_drill(const std::stop_token& stop = {});

  /// Ships what is not in the stores yet, likewise. Throws Error{configuration} where there are none.
  Result push_backups(const std::stop_token& stop = {});
  /// Whether something is to be shipped, as StoreService::has_unshipped() has it, so that run() would do so after a
  /// backup. Where that cannot be told, it is to be tried.
  bool has_to_push() const;

  /// Runs the tasks at their times. `stop` cancels the running task, removes its unfinished files, and ends run().
  /// `finish` ends run() after the running task has ended; a push is cut short, and goes on at the next start.
  /// Throws Error{locked} when another process does the same for this root, Error{storage} when the root cannot be
  /// used.
  void run(const std::stop_token& stop = {}, const std::stop_token& finish = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mongokeep
