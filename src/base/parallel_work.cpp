#include "base/parallel_work.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <future>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "mongokeep/error.h"

namespace mongokeep {

namespace {

class WorkQueue {
 public:
  WorkQueue(std::size_t tasks, const std::stop_token& stop)
      : tasks_(tasks), stop_with_run_(stop, [this] { stop_.request_stop(); }) {}

  void take_tasks(const Worker& work) {
    try {
      for (std::size_t task = next_++; task < tasks_; task = next_++) work(task, stop_.get_token());
    } catch (...) {
      next_ = tasks_;
      stop_.request_stop();
      throw;
    }
  }

 private:
  std::size_t tasks_;
  std::atomic<std::size_t> next_ = 0;
  std::stop_source stop_;
  std::stop_callback<std::function<void()>> stop_with_run_;
};

/// Waits for all; where one fails the others are stopped, so that its failure is the reason to tell.
void join(std::vector<std::future<void>>& workers) {
  std::optional<Error> reason;
  for (std::future<void>& worker : workers) {
    try {
      worker.get();
    } catch (const Error& error) {
      if (!reason || reason->kind() == ErrorKind::stopped) reason = error;
    }
  }
  if (reason) throw *reason;
}

}  // namespace

void run_in_parallel(std::size_t tasks, std::size_t workers, const Worker& own, const MakeWorker& make_worker,
                     const std::stop_token& stop, Log& log) {
  WorkQueue queue(tasks, stop);
  const std::size_t most = std::max<std::size_t>(1, std::min(workers, tasks));
  std::vector<std::future<void>> running;
  // A future that finds no room here would be waited for on the spot, and its failure lost.
  running.reserve(most);
  running.push_back(std::async(std::launch::deferred, [&] { queue.take_tasks(own); }));
  while (running.size() < most) {
    try {
      std::optional<Worker> made = make_worker();
      if (!made) break;
      running.push_back(std::async(std::launch::async, [&queue, work = std::move(*made)] { queue.take_tasks(work); }));
    } catch (const std::exception& error) {
      log.warning("Using fewer workers than requested", {{"error", error.what()}});
      break;
    }
  }
  join(running);
}

void run_in_parallel(std::size_t tasks, std::size_t workers, const Worker& work, const std::stop_token& stop,
                     Log& log) {
  run_in_parallel(
      tasks, workers, work, [&] { return std::optional(work); }, stop, log);
}

std::size_t workers_for(int wanted) {
  constexpr unsigned most_by_default = 4;
  if (wanted > 0) return static_cast<std::size_t>(wanted);
  return std::clamp(std::thread::hardware_concurrency(), 1U, most_by_default);
}

}  // namespace mongokeep
