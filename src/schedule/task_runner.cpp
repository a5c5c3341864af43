#include "schedule/task_runner.h"

#include <utility>

#include "base/error_fields.h"
#include "hooks/teller.h"

namespace mongokeep::schedule {

namespace {

/// What a task is called in sentences, and the log line that tells of its failure.
struct Words {
  const char* name;
  const char* failure;
};

Words words_of(Task task) {
  switch (task) {
    case Task::backup: break;
    case Task::cleanup: return {"the clean-up", "cleanupOldBackups: Cleanup failed"};
    case Task::drill: return {"the drill", "drillBackup: Drill failed"};
    case Task::push: return {"the push", "pushBackups: Push failed"};
  }
  return {"the backup", "createBackup: Backup failed"};
}

}  // namespace

TaskEnd TaskRunner::attempt(Task task) {
  hooks::tell(context_.settings.hooks, {task, hooks::Happening::started, "", ""}, context_.log, context_.stop);
  return attempt_again(task);
}

TaskEnd TaskRunner::attempt_again(Task task) {
  TaskEnd end{task, context_.root, context_.clock(), {}, {}};
  try {
    do_now(task, end);
  } catch (const Error& error) {
    end.outcome = error;
  } catch (const std::exception& error) {
    end.outcome = Error(ErrorKind::storage, "continue", "", error.what());
  }
  end.finished_at = context_.clock();
  return end;
}

void TaskRunner::do_now(Task task, TaskEnd& end) const {
  switch (task) {
    case Task::backup: end.outcome = context_.service.create_backup(context_.stop); break;
    case Task::cleanup:
      end.outcome = context_.service.cleanup_old_backups(context_.settings.days_to_keep, context_.stop);
      break;
    case Task::drill: end.outcome = context_.drills->drill(context_.settings.drill_database, context_.stop); break;
    case Task::push: end.outcome = context_.stores->push({}, context_.stop); break;
  }
}

bool TaskRunner::has_to_push() const {
  if (context_.stores == nullptr) return false;
  try {
    return context_.stores->has_unshipped();
  } catch (const std::exception& error) {
    context_.log.warning("Cannot tell whether a backup is to be shipped; a push will find out",
                         {{"error", error.what()}});
    return true;
  }
}

TaskEnd TaskRunner::died(Task task) const {
  const Instant now = context_.clock();
  const Error reason(ErrorKind::stopped, "finish", words_of(task).name, "the process died in every attempt",
                     "Find out why the process dies: see the system's log, for example about a lack of memory. The "
                     "next run starts as scheduled");
  return {task, context_.root, now, now, reason};
}

TaskEnd TaskRunner::left_out(Task task, std::optional<Task> behind) const {
  const Instant now = context_.clock();
  const std::string cause = !behind           ? "the previous run kept failing until this one was due"
                            : *behind == task ? "the previous run is still running"
                                              : std::string(words_of(*behind).name) + " is still running";
  const Error reason(ErrorKind::locked, "start", words_of(task).name, cause,
                     "See the log for the reason of the delay. The next run starts as scheduled");
  return {task, context_.root, now, now, reason};
}

TaskEnd TaskRunner::broken_off(Task task, const std::string& cause) const {
  const Instant now = context_.clock();
  return {task, context_.root, now, now, Error(ErrorKind::storage, "continue", "", cause)};
}

void TaskRunner::log(const TaskEnd& end) const {
  if (const auto error = end.error()) context_.log.error(words_of(end.task).failure, error_fields(*error));
}

void TaskRunner::conclude(const TaskEnd& end) const {
  log(end);
  tell(end);
}

void TaskRunner::tell(const TaskEnd& end) const {
  const bool is_well = end.status() == TasksService::Result::Status::succeeded;
  const auto happening = is_well ? hooks::Happening::succeeded : hooks::Happening::failed;
  hooks::tell(context_.settings.hooks, {end.task, happening, report_text(end), short_report_text(end)}, context_.log,
              context_.stop);
}

}  // namespace mongokeep::schedule
