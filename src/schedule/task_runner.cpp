#include "schedule/task_runner.h"

#include <utility>

#include "base/error_fields.h"
#include "hooks/teller.h"

namespace mongokeep::schedule {

TaskEnd TaskRunner::attempt(Task task) {
  hooks::tell(context_.settings.hooks, {task, hooks::Happening::started, "", ""}, context_.log, context_.stop);
  return attempt_again(task);
}

TaskEnd TaskRunner::attempt_again(Task task) {
  TaskEnd end{task, context_.root, context_.clock(), {}, {}};
  try {
    if (task == Task::backup) {
      end.outcome = context_.service.create_backup();
    } else {
      end.outcome = context_.service.cleanup_old_backups(context_.settings.days_to_keep);
    }
  } catch (const Error& error) {
    end.outcome = error;
  } catch (const std::exception& error) {
    end.outcome = Error(ErrorKind::storage, "go on", "", error.what());
  }
  end.finished_at = context_.clock();
  return end;
}

TaskEnd TaskRunner::died(Task task) const {
  const Instant now = context_.clock();
  const Error reason(
      ErrorKind::stopped, "finish", task == Task::backup ? "the backup" : "the clean-up",
      "the process has ended in the middle of it each time that it was tried",
      "Look for what ends it: the system's log tells of a lack of memory, for one. The next run comes at "
      "its time");
  return {task, context_.root, now, now, reason};
}

TaskEnd TaskRunner::broken_off(Task task, const std::string& cause) const {
  const Instant now = context_.clock();
  return {task, context_.root, now, now, Error(ErrorKind::storage, "go on", "", cause)};
}

void TaskRunner::conclude(const TaskEnd& end) {
  if (const Error* error = end.error()) {
    const char* message =
        end.task == Task::backup ? "createBackup: Backup failed" : "cleanupOldBackups: Cleanup failed";
    context_.log.error(message, error_fields(*error));
  }
  const bool is_well = end.status() == TasksService::Result::Status::succeeded;
  const auto happening = is_well ? hooks::Happening::succeeded : hooks::Happening::failed;
  hooks::tell(context_.settings.hooks, {end.task, happening, report_text(end), short_report_text(end)}, context_.log,
              context_.stop);
}

}  // namespace mongokeep::schedule
