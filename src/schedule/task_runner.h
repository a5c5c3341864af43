#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>

#include "base/log.h"
#include "mongokeep/backup_service.h"
#include "mongokeep/clock.h"
#include "mongokeep/restore_service.h"
#include "mongokeep/store_service.h"
#include "mongokeep/tasks_service.h"
#include "schedule/task_report.h"

namespace mongokeep::schedule {

/// What running a task needs. All borrowed.
struct TaskContext {
  BackupService& service;
  RestoreService* drills;             ///< null where there are none
  StoreService* stores;               ///< null where there are none
  const std::filesystem::path& root;  ///< the service's, absolute
  const TasksSettings& settings;
  const Clock& clock;
  std::stop_token stop;
  Log& log;
};

/// Does the work of the tasks: the border at which their failures end. Threads: as the services are used, so that a
/// push may be at work beside another task.
class TaskRunner {
 public:
  explicit TaskRunner(const TaskContext& context) : context_(context) {}

  /// Tells the hooks that the task starts, and does it. What goes wrong is in the result.
  TaskEnd attempt(Task task);
  /// The same again, for one that was locked out or has failed: the hooks know already.
  TaskEnd attempt_again(Task task);
  /// Whether a push is due: there are stores, and something is to be shipped. Where that cannot be told a push finds
  /// out.
  bool has_to_push() const;
  /// The end of a run that no process lived to see.
  TaskEnd died(Task task) const;
  /// The end of a run that did not take place: `behind` was running all the time, if any.
  TaskEnd left_out(Task task, std::optional<Task> behind) const;
  /// The end of a run that something beside the task itself has broken off.
  TaskEnd broken_off(Task task, const std::string& cause) const;
  /// Logs the failure of the task, if it has failed.
  void log(const TaskEnd& end) const;
  /// Tells the hooks how the task has ended. From any thread.
  void tell(const TaskEnd& end) const;
  /// Both.
  void conclude(const TaskEnd& end) const;

 private:
  void do_now(Task task, TaskEnd& end) const;

  TaskContext context_;
};

}  // namespace mongokeep::schedule
