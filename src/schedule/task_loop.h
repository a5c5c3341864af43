#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

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
  void employ(Task task, std::function<void()> work);
  void save();
  void save_stop();
  void write(const Record& record);
  void log_times();

  // On a task's thread.
  void work(Task task);
  bool is_to_try_again(const TaskEnd& end);
  void settle(const TaskEnd& end);
  void break_off(Task task, const std::string& cause);
  void note_end(Ended how);

  const TaskContext& context_;
  Schedules schedules_;
  RecordFile file_;
  TaskRunner runner_;
  std::optional<Task> locked_out_;  ///< of the task's thread: what is tried again

  std::mutex mutex_;  ///< for what follows
  std::condition_variable_any changed_;
  Timetable timetable_;
  bool is_finishing_ = false;
  Instant saved_at_;
  std::jthread worker_;
};

}  // namespace mongokeep::schedule
