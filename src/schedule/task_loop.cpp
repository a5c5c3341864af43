#include "schedule/task_loop.h"

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

}  // namespace

TaskLoop::TaskLoop(const TaskContext& context, Schedules schedules)
    : context_(context),
      schedules_(std::move(schedules)),
      file_(open_record(context)),
      runner_(context),
      teller_(runner_, context.log),
      timetable_(open_timetable()) {}

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
  log_times();
  std::unique_lock lock(mutex_);
  save();
  while (!context_.stop.stop_requested() && (!is_finishing_ || timetable_.is_running())) {
    const Instant now = context_.clock();
    step(now);
    const bool was_running = timetable_.is_running();
    const bool was_finishing = is_finishing_;
    changed_.wait_for(lock, context_.stop, timetable_.quiet_time(now),
                      [&] { return was_running != timetable_.is_running() || was_finishing != is_finishing_; });
  }
  if (timetable_.is_running()) save_stop();
  lock.unlock();
  if (worker_.joinable()) worker_.join();
  save();
}

void TaskLoop::finish() noexcept {
  const std::lock_guard lock(mutex_);
  is_finishing_ = true;
  changed_.notify_all();
}

/// A task that is to be the last one may take days: a clock that nobody watched for so long would seem to have leapt.
void TaskLoop::step(Instant now) {
  const std::vector<Event> events =
      is_finishing_ ? timetable_.watch(now, elapsed_time()) : timetable_.advance(now, elapsed_time());
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
    employ(given_up->task, [this, task = given_up->task] { settle(runner_.died(task)); });
  } else if (const auto* left_out = std::get_if<LeftOut>(&event)) {
    teller_.tell(runner_.left_out(left_out->task, left_out->behind));
  }
}

/// Nothing that goes wrong with a task, be it a lack of memory or of threads, may end the loop.
void TaskLoop::employ(Task task, std::function<void()> work) {
  try {
    worker_ = std::jthread([this, task, work = std::move(work)] {
      try {
        work();
      } catch (const std::exception& error) {
        break_off(task, error.what());
      }
    });
  } catch (const std::exception& error) {
    context_.log.error("Cannot start a scheduled run; trying again in a minute", {{"error", error.what()}});
    timetable_.ended(Ended::locked, elapsed_time());
    save();
  }
}

void TaskLoop::break_off(Task task, const std::string& cause) {
  try {
    runner_.conclude(runner_.broken_off(task, cause));
  } catch (const std::exception& error) {
    context_.log.error("Cannot report the end of a scheduled run", {{"error", error.what()}});
  }
  note_end(Ended::done);
}

void TaskLoop::work(const Start& start) {
  const auto known = unfinished_.find(start.task);
  const bool is_known = known != unfinished_.end() && known->second.due == start.due;
  const TaskEnd end = is_known ? runner_.attempt_again(start.task) : runner_.attempt(start.task);
  Unfinished unfinished = is_known ? known->second : Unfinished{start.due};
  unfinished_.erase(start.task);
  // One that was done all the same is not to be done again.
  if (context_.stop.stop_requested() && end.was_broken_off()) return note_end(Ended::stopped);
  if (end.was_broken_off() && !unfinished.failing_since) unfinished.failing_since = context_.clock();
  if (is_to_wait_for_the_root(end)) {
    unfinished_[start.task] = unfinished;
    context_.log.warning("Another run holds the lock of the backup root; waiting for it", error_fields(*end.error()));
    return note_end(Ended::locked);
  }
  if (!is_put_off(end, unfinished)) return settle(end);
  unfinished_[start.task] = unfinished;
  note_end(Ended::failed);
}

/// Whether the task has failed and is tried again. Hooks are told how it went in the end, and of a failure that lasts.
bool TaskLoop::is_put_off(const TaskEnd& end, Unfinished& unfinished) {
  if (!end.may_go_well_later()) return false;
  const Instant now = context_.clock();
  std::optional<std::chrono::nanoseconds> pause;
  {
    const std::lock_guard lock(mutex_);
    pause = timetable_.pause_after_failure(now);
  }
  if (!pause) return false;
  runner_.log(end);
  context_.log.warning(
      "Scheduled run failed; trying again",
      {{"task", std::string(hooks::word_for(end.task))},
       {"dueAt", utc_text(unfinished.due)},
       {"inSeconds", static_cast<std::int64_t>(std::chrono::ceil<std::chrono::seconds>(*pause).count())}});
  if (now - *unfinished.failing_since >= longest_untold && !unfinished.is_failure_told) {
    unfinished.is_failure_told = true;
    runner_.tell(end);
  }
  return true;
}

bool TaskLoop::is_to_wait_for_the_root(const TaskEnd& end) {
  const std::lock_guard lock(mutex_);
  const std::optional<Error> error = end.error();
  return error && error->kind() == ErrorKind::locked && timetable_.tries_again_when_locked();
}

void TaskLoop::settle(const TaskEnd& end) {
  {
    // Before the hooks, which may take long: a process that ends in one must not do the task again.
    const std::lock_guard lock(mutex_);
    timetable_.accomplished();
    save();
  }
  runner_.conclude(end);
  note_end(Ended::done);
}

void TaskLoop::note_end(Ended how) {
  const std::lock_guard lock(mutex_);
  // Noted already, where what came after has failed.
  if (!timetable_.is_running()) return;
  timetable_.ended(how, elapsed_time());
  changed_.notify_all();
  save();
}

/// A task that hangs may keep the process until it is ended by force. It was told to stop then, and has not died.
void TaskLoop::save_stop() {
  Timetable stopped = timetable_;
  stopped.ended(Ended::stopped, elapsed_time());
  write(stopped.record());
}

void TaskLoop::save() {
  // Tried again when there is something new to write, or in an hour.
  saved_at_ = timetable_.record().seen;
  write(timetable_.record());
}

/// A record that cannot be written, on a full disk perhaps, must not keep a backup from being tried.
void TaskLoop::write(const Record& record) {
  try {
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
