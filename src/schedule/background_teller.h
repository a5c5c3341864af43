#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "schedule/task_runner.h"

namespace mongokeep::schedule {

/// Tells the hooks of ends on a thread of its own, one after the other: hooks may take long, and the loop must go on.
/// At its end it waits for those that it was given; a stop makes the hooks end soon.
class BackgroundTeller {
 public:
  /// Both borrowed.
  BackgroundTeller(const TaskRunner& runner, Log& log);
  ~BackgroundTeller();
  BackgroundTeller(const BackgroundTeller&) = delete;
  BackgroundTeller& operator=(const BackgroundTeller&) = delete;

  /// Returns at once. Where hooks are so slow that an end of the same task waits still, this one takes its place.
  void tell(TaskEnd end);

 private:
  void run();

  const TaskRunner& runner_;
  Log& log_;
  std::mutex mutex_;  ///< for what follows
  std::condition_variable changed_;
  std::deque<TaskEnd> waiting_;
  bool is_ending_ = false;
  std::thread thread_;  ///< started with the first end
};

}  // namespace mongokeep::schedule
