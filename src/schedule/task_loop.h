#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "schedule/background_teller.h"
#include "schedule/push_timetable.h"
#include "schedule/record_file.h"
#include "schedule/task_runner.h"
#include "schedule/timetable.h"

namespace mongokeep::schedule {

/// Goes by a timetable: waits, runs each task on a thread of its own, and keeps the record on the disk up to date.
/// Where there are stores, a push runs on another thread beside the tasks.
class TaskLoop {
 public:
  /// Opens the root's record and takes its lock; see RecordFile::open for what it throws. The context is borrowed.
  TaskLoop(const TaskContext& context, Schedules schedules);

  /// Returns when the context's token is told to stop, with the running task ended and noted to be done again; or
  /// after finish().
  void run();
  /// Ends run() as soon as no task is running; a push does not count, and is cut short. From any thread.
  void finish() noexcept;

 private:
  Timetable open_timetable();
  std::optional<PushTimetable> open_pushes() const;
  void step(Instant now);
  std::chrono::nanoseconds quiet_time(Instant now) const;
  void obey(const Event& event);
  void employ(Task task, std::function<void()> work);
  void save();
  void save_stop();
  void write(const Timetable& timetable, const std::optional<PushTimetable>& pushes);
  void log_times();

  /// A run that is tried again: the hooks know of its start.
  struct Unfinished {
    Instant due;
    std::optional<Instant> failing_since = std::nullopt;
    bool is_failure_told = false;
  };

  // On a task's thread.
  void work(const Start& start);
  std::optional<Unfinished> take_unfinished(const Start& start);
  void keep_unfinished(Task task, const Unfinished& unfinished);
  bool is_stopped(Task task) const;
  bool is_to_wait_for_the_root(const TaskEnd& end);
  bool is_put_off(const TaskEnd& end, Unfinished& unfinished);
  void settle(const TaskEnd& end);
  void owe_push();
  void break_off(Task task, const std::string& cause);
  void note_end(Task task, Ended how);

  // With the mutex locked.
  bool is_running(Task task) const;
  void accomplish(Task task);
  void end(Task task, Ended how);
  std::optional<std::chrono::nanoseconds> pause_after_failure(Task task, Instant now) const;

  TaskRunner& runner_of(Task task) { return task == Task::push ? push_runner_ : runner_; }

  const TaskContext& context_;
  Schedules schedules_;
  RecordFile file_;
  TaskRunner runner_;
  std::stop_source push_stop_;
  TaskRunner push_runner_;
  BackgroundTeller teller_;

  std::mutex mutex_;  ///< for what follows
  std::condition_variable_any changed_;
  Timetable timetable_;
  std::optional<PushTimetable> pushes_;  ///< nothing where there are no stores
  std::map<Task, Unfinished> unfinished_;
  bool is_finishing_ = false;
  std::uint64_t changes_ = 0;  ///< of what run() has to look at
  Instant saved_at_;
  std::jthread worker_;
  std::jthread push_worker_;
};

}  // namespace mongokeep::schedule
