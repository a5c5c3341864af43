#include "schedule/background_teller.h"

#include <exception>
#include <utility>

#include "hooks/words.h"

namespace mongokeep::schedule {

BackgroundTeller::BackgroundTeller(const TaskRunner& runner, Log& log) : runner_(runner), log_(log) {}

BackgroundTeller::~BackgroundTeller() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void BackgroundTeller::tell(TaskEnd end) {
  const std::string task(hooks::word_for(end.task));
  try {
    const std::lock_guard lock(mutex_);
    // Hooks that are slow hear of the last one only. So no more than one of each task is waiting.
    std::erase_if(waiting_, [&](const TaskEnd& older) { return older.task == end.task; });
    waiting_.push_back(std::move(end));
    if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
    changed_.notify_all();
  } catch (const std::exception& error) {
    log_.error("Cannot tell the hooks about a skipped run", {{"task", task}, {"error", error.what()}});
  }
}

void BackgroundTeller::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return is_ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const TaskEnd end = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    try {
      runner_.tell(end);
    } catch (const std::exception& error) {
      log_.error("Cannot tell the hooks about a skipped run",
                 {{"task", std::string(hooks::word_for(end.task))}, {"error", error.what()}});
    }
    lock.lock();
  }
}

}  // namespace mongokeep::schedule
