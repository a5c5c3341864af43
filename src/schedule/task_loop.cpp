#include "schedule/task_loop.h"

#include <algorithm>
#include <ctime>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "archive/backup_order.h"
#include "archive/root.h"
#include "base/error_fields.h"
#include "base/text/time_text.h"
#include "hooks/words.h"
#include "mongokeep/error.h"

namespace mongokeep::schedule {

namespace {

using namespace std::chrono_literals;

/// A failure that lasts is told while people can still do something about it, not only when the last try has failed.
constexpr auto longest_untold = 1h;

/// How stale the record's idea of the present may get; it tells a leap of the clock from a long pause.
constexpr auto longest_unsaved = 1h;

/// What has gone by since the machine was started, its sleep included; nobody can set it.
std::chrono::nanoseconds elapsed_time() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

std::string next_text(const Schedule& schedule, Instant now) {
  const auto next = schedule.next_after(now);
  return next ? utc_text(*next) : "never";
}

/// When the newest backup was finished: the clock was at least so far.
std::optional<Instant> newest_backup(const std::filesystem::path& root) {
  const auto head = archive::newest_head(root);
  return head ? std::optional(head->finished_at) : std::nullopt;
}

/// What the log says of an event.
class EventLog {
 public:
  EventLog(Log& log, Instant now) : log_(log), now_(now) {}

  void operator()(const Start& start) const {
    const auto late = std::chrono::floor<std::chrono::seconds>(now_ - start.due);
    std::vector<LogField> fields = due(std::string(hooks::word_for(start.task)), start.due);
    fields.push_back({"lateSeconds", static_cast<std::int64_t>(late.count())});
    log_.info("Scheduled run started", std::move(fields));
  }
  void operator()(const LeftOut& left_out) const {
    const char* const message = !left_out.behind ? "Scheduled run skipped: it kept failing until the next one was due"
                                : *left_out.behind == left_out.task
                                    ? "Scheduled run skipped: the previous one is still running"
                                    : "Scheduled run skipped: another task is still running";
    log_.warning(message, due(std::string(hooks::word_for(left_out.task)), left_out.due));
  }
  void operator()(const GivenUp& given_up) const {
    log_.error("Scheduled run abandoned: the process died in every attempt",
               due(std::string(hooks::word_for(given_up.task)), given_up.due));
  }
  void operator()(const ClockChanged& changed) const {
    log_.warning("The clock was set", {{"bySeconds", static_cast<std::int64_t>(changed.by.count())}});
  }
  void operator()(const HeldBack& held) const {
    std::vector<LogField> fields = due("cleanup", held.due);
    fields.push_back({"until", utc_text(held.until)});
    fields.push_back({"hint",
                      "If the clock is right, do nothing: clean-up continues by itself. After the next backup you can "
                      "also run `mongokeep cleanup`"});
    log_.warning("cleanupOldBackups: Postponed: the clock jumped ahead, so the ages of backups are uncertain",
                 std::move(fields));
  }

 private:
  static std::vector<LogField> due(const std::string& task, Instant at) {
    return {{"task", task}, {"dueAt", utc_text(at)}};
  }

  Log& log_;
  Instant now_;
};

/// The daemon keeps its record in the root, so that it is there before the first backup.
RecordFile open_record(const TaskContext& context) {
  const BackupSettings& settings = context.service.settings();
  archive::make_root_if_missing(context.root, settings.missing_root, context.log, settings.file_mode);
  return RecordFile::open(context.root);
}

TaskContext with_stop(TaskContext context, std::stop_token stop) {
  return {context.service,  context.drills, context.stores,  context.root,
          context.settings, context.clock,  std::move(stop), context.log};
}

}  // namespace

TaskLoop::TaskLoop(const TaskContext& context, Schedules schedules)
    : context_(context),
      schedules_(std::move(schedules)),
      file_(open_record(context)),
      runner_(context),
      push_runner_(with_stop(context, push_stop_.get_token())),
      teller_(runner_, context.log),
      timetable_(open_timetable()),
      pushes_(open_pushes()) {}

std::optional<PushTimetable> TaskLoop::open_pushes() const {
  if (context_.stores == nullptr) return std::nullopt;
  return PushTimetable(timetable_.record().push.value_or(PushRecord()), runner_.has_to_push(), context_.clock());
}

Timetable TaskLoop::open_timetable() {
  const Instant now = context_.clock();
  if (!file_.exists()) return Timetable(schedules_, now, newest_backup(file_.root()));
  try {
    return Timetable(schedules_, file_.read(), now);
  } catch (const Error& error) {
    context_.log.warning("Cannot read the record of the schedule: running every task now, in case it was missed",
                         error_fields(error));
    return Timetable::with_torn_record(schedules_, now, newest_backup(file_.root()));
  }
}

void TaskLoop::run() {
  const std::stop_callback stop_push(context_.stop, [this] { push_stop_.request_stop(); });
  log_times();
  std::unique_lock lock(mutex_);
  save();
  while (!context_.stop.stop_requested() && (!is_finishing_ || timetable_.is_running())) {
    const Instant now = context_.clock();
    const std::uint64_t seen = changes_;
    step(now);
    changed_.wait_for(lock, context_.stop, quiet_time(now), [&] { return seen != changes_; });
  }
  // Once told of to hooks, it is only they that are waited for.
  if (pushes_ && pushes_->is_at_work()) push_stop_.request_stop();
  if (timetable_.is_running() || (pushes_ && pushes_->is_running())) save_stop();
  lock.unlock();
  for (std::jthread* const worker : {&worker_, &push_worker_}) {
    if (worker->joinable()) worker->join();
  }
  save();
}

void TaskLoop::finish() noexcept {
  const std::lock_guard lock(mutex_);
  is_finishing_ = true;
  ++changes_;
  changed_.notify_all();
}

std::chrono::nanoseconds TaskLoop::quiet_time(Instant now) const {
  const auto time = timetable_.quiet_time(now);
  const auto of_pushes = pushes_ && !is_finishing_ ? pushes_->quiet_time(elapsed_time()) : std::nullopt;
  return of_pushes ? std::min(time, *of_pushes) : time;
}

/// A task that is to be the last one may take days: a clock that nobody watched for so long would seem to have leapt.
void TaskLoop::step(Instant now) {
  std::vector<Event> events =
      is_finishing_ ? timetable_.watch(now, elapsed_time()) : timetable_.advance(now, elapsed_time());
  if (pushes_ && !is_finishing_) {
    if (auto event = pushes_->advance(elapsed_time())) events.push_back(*std::move(event));
  }
  // What is about to be done is on the record before it is done.
  if (!events.empty() || now - saved_at_ >= longest_unsaved || now < saved_at_) save();
  for (const Event& event : events) {
    std::visit(EventLog(context_.log, now), event);
    obey(event);
  }
}

void TaskLoop::obey(const Event& event) {
  if (const auto* start = std::get_if<Start>(&event)) {
    employ(start->task, [this, start = *start] { work(start); });
  } else if (const auto* given_up = std::get_if<GivenUp>(&event)) {
    employ(given_up->task, [this, task = given_up->task] { settle(runner_of(task).died(task)); });
  } else if (const auto* left_out = std::get_if<LeftOut>(&event)) {
    teller_.tell(runner_.left_out(left_out->task, left_out->behind));
  }
}

/// Nothing that goes wrong with a task, be it a lack of memory or of threads, may end the loop.
void TaskLoop::employ(Task task, std::function<void()> work) {
  try {
    std::jthread& worker = task == Task::push ? push_worker_ : worker_;
    worker = std::jthread([this, task, work = std::move(work)] {
      try {
        work();
      } catch (const std::exception& error) {
        break_off(task, error.what());
      }
    });
  } catch (const std::exception& error) {
    context_.log.error("Cannot start a scheduled run; trying again in a minute", {{"error", error.what()}});
    this->end(task, Ended::locked);
    save();
  }
}

void TaskLoop::break_off(Task task, const std::string& cause) {
  try {
    runner_of(task).conclude(runner_of(task).broken_off(task, cause));
  } catch (const std::exception& error) {
    context_.log.error("Cannot report the end of a scheduled run", {{"error", error.what()}});
  }
  note_end(task, Ended::done);
}

void TaskLoop::work(const Start& start) {
  TaskRunner& runner = runner_of(start.task);
  const std::optional<Unfinished> known = take_unfinished(start);
  const TaskEnd end = known ? runner.attempt_again(start.task) : runner.attempt(start.task);
  Unfinished unfinished = known.value_or(Unfinished{start.due});
  // One that was done all the same is not to be done again.
  if (is_stopped(start.task) && end.was_broken_off()) return note_end(start.task, Ended::stopped);
  const bool has_failed = end.was_broken_off() || end.may_go_well_later();
  if (has_failed && !unfinished.failing_since) unfinished.failing_since = context_.clock();
  if (is_to_wait_for_the_root(end)) {
    keep_unfinished(start.task, unfinished);
    context_.log.warning(start.task == Task::push ? "Another push is at work on the backup root; waiting for it"
                                                  : "Another run holds the lock of the backup root; waiting for it",
                         error_fields(*end.error()));
    return note_end(start.task, Ended::locked);
  }
  if (!is_put_off(end, unfinished)) return settle(end);
  keep_unfinished(start.task, unfinished);
  note_end(start.task, Ended::failed);
}

/// Nothing where the run is not known: its hooks are to be told of its start.
std::optional<TaskLoop::Unfinished> TaskLoop::take_unfinished(const Start& start) {
  const std::lock_guard lock(mutex_);
  const auto found = unfinished_.extract(start.task);
  return found.empty() || found.mapped().due != start.due ? std::nullopt : std::optional(found.mapped());
}

void TaskLoop::keep_unfinished(Task task, const Unfinished& unfinished) {
  const std::lock_guard lock(mutex_);
  unfinished_[task] = unfinished;
}

bool TaskLoop::is_stopped(Task task) const {
  return task == Task::push ? push_stop_.stop_requested() : context_.stop.stop_requested();
}

/// Whether the task has failed and is tried again. Hooks are told how it went in the end, and of a failure that lasts.
bool TaskLoop::is_put_off(const TaskEnd& end, Unfinished& unfinished) {
  if (!end.may_go_well_later()) return false;
  const Instant now = context_.clock();
  std::optional<std::chrono::nanoseconds> pause;
  {
    const std::lock_guard lock(mutex_);
    pause = pause_after_failure(end.task, now);
  }
  if (!pause) return false;
  runner_of(end.task).log(end);
  context_.log.warning(
      "Scheduled run failed; trying again",
      {{"task", std::string(hooks::word_for(end.task))},
       {"dueAt", utc_text(unfinished.due)},
       {"inSeconds", static_cast<std::int64_t>(std::chrono::ceil<std::chrono::seconds>(*pause).count())}});
  if (now - *unfinished.failing_since >= longest_untold && !unfinished.is_failure_told) {
    unfinished.is_failure_told = true;
    runner_of(end.task).tell(end);
  }
  return true;
}

bool TaskLoop::is_to_wait_for_the_root(const TaskEnd& end) {
  const std::lock_guard lock(mutex_);
  const std::optional<Error> error = end.error();
  if (!error || error->kind() != ErrorKind::locked) return false;
  return end.task == Task::push ? pushes_->tries_again_when_locked() : timetable_.tries_again_when_locked();
}

void TaskLoop::settle(const TaskEnd& end) {
  {
    // Before the hooks, which may take long: a process that ends in one must not do the task again.
    const std::lock_guard lock(mutex_);
    accomplish(end.task);
    save();
  }
  if (end.task == Task::backup) owe_push();
  runner_of(end.task).conclude(end);
  note_end(end.task, Ended::done);
}

/// Whether the backup has come to something or not: what was left before may have a chance again.
void TaskLoop::owe_push() {
  if (!runner_.has_to_push()) return;
  const std::lock_guard lock(mutex_);
  pushes_->owe(context_.clock());
  ++changes_;
  changed_.notify_all();
  save();
}

void TaskLoop::note_end(Task task, Ended how) {
  const std::lock_guard lock(mutex_);
  // Noted already, where what came after has failed.
  if (!is_running(task)) return;
  end(task, how);
  ++changes_;
  changed_.notify_all();
  save();
}

bool TaskLoop::is_running(Task task) const {
  return task == Task::push ? pushes_->is_running() : timetable_.is_running();
}

void TaskLoop::accomplish(Task task) {
  if (task == Task::push) return pushes_->accomplished();
  timetable_.accomplished();
}

void TaskLoop::end(Task task, Ended how) {
  if (task == Task::push) return pushes_->ended(how, elapsed_time());
  timetable_.ended(how, elapsed_time());
}

std::optional<std::chrono::nanoseconds> TaskLoop::pause_after_failure(Task task, Instant now) const {
  if (task == Task::push) return pushes_->pause_after_failure(now, timetable_.next_backup(now));
  return timetable_.pause_after_failure(now);
}

/// A task that hangs may keep the process until it is ended by force. It was told to stop then, and has not died.
void TaskLoop::save_stop() {
  Timetable stopped = timetable_;
  if (stopped.is_running()) stopped.ended(Ended::stopped, elapsed_time());
  std::optional<PushTimetable> pushes = pushes_;
  if (pushes && pushes->is_running()) pushes->ended(Ended::stopped, elapsed_time());
  write(stopped, pushes);
}

void TaskLoop::save() {
  // Tried again when there is something new to write, or in an hour.
  saved_at_ = timetable_.record().seen;
  write(timetable_, pushes_);
}

/// A record that cannot be written, on a full disk perhaps, must not keep a backup from being tried.
void TaskLoop::write(const Timetable& timetable, const std::optional<PushTimetable>& pushes) {
  try {
    Record record = timetable.record();
    record.push = pushes ? std::optional(pushes->record()) : std::nullopt;
    file_.write(record);
  } catch (const std::exception& error) {
    context_.log.error("Cannot write the record of the schedule: after a restart, a run may be repeated",
                       {{"error", error.what()}});
  }
}

void TaskLoop::log_times() {
  const Instant now = context_.clock();
  std::vector<LogField> fields = {{"root", file_.root().string()},
                                  {"timeZone", schedules_.backup.zone().name()},
                                  {"backupSchedule", schedules_.backup.expression().text()},
                                  {"nextBackup", next_text(schedules_.backup, now)},
                                  {"cleanupSchedule", schedules_.cleanup.expression().text()},
                                  {"nextCleanup", next_text(schedules_.cleanup, now)}};
  if (schedules_.drill) {
    fields.push_back({"drillSchedule", schedules_.drill->expression().text()});
    fields.push_back({"nextDrill", next_text(*schedules_.drill, now)});
  }
  context_.log.info("Waiting for the scheduled times", std::move(fields));
}

}  // namespace mongokeep::schedule
