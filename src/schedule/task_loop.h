#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "schedule/background_teller.h"
#include "schedule/record_file.h"
#include "schedule/task_runner.h"
#include "schedule/timetable.h"

namespace mongokeep::schedule {

/// Goes by a timetable: waits, runs each task on a thread of its own, and keeps the record on the disk up to date.
class TaskLoop {
 public:
  /// Opens the root's record and takes its lock; see RecordFile::open for what it throws. The context is borrowed.
  TaskLoop(const TaskContext& context, Schedules schedules);

  /// Returns when the context's token is told to stop, with the running task ended and noted to be done again; or
  /// after finish().
  void run();
  /// Ends run() as soon as no task is running. From any thread.
  void finish() noexcept;

 private:
  Timetable open_timetable();
  void step(Instant now);
  void obey(const Event& event);
  void employ(Task task, std::function<void()> work);
  void save();
  void save_stop();
  void write(const Record& record);
  void log_times();

  /// A run that is tried again: the hooks know of its start.
  struct Unfinished {
    Instant due;
    std::optional<Instant> failing_since = std::nullopt;
    bool is_failure_told = false;
  };

  // On a task's thread.
  void work(const Start& start);
  bool is_to_wait_for_the_root(const TaskEnd& end);
  bool is_put_off(const TaskEnd& end, Unfinished& unfinished);
  void settle(const TaskEnd& end);
  void break_off(Task task, const std::string& cause);
  void note_end(Ended how);

  const TaskContext& context_;
  Schedules schedules_;
  RecordFile file_;
  TaskRunner runner_;
  BackgroundTeller teller_;
  std::map<Task, Unfinished> unfinished_;  ///< of the tasks' threads, one of which is there at a time

  std::mutex mutex_;  ///< for what follows
  std::condition_variable_any changed_;
  Timetable timetable_;
  bool is_finishing_ = false;
  Instant saved_at_;
  std::jthread worker_;
};

}  // namespace mongokeep::schedule
