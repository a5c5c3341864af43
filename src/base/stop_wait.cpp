#include "base/stop_wait.h"

#include <condition_variable>
#include <mutex>

#include "mongokeep/error.h"

namespace mongokeep {

bool wait_unless_stopped(const std::stop_token& stop, std::chrono::milliseconds time) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any never;
  never.wait_for(lock, stop, time, [] { return false; });
  return !stop.stop_requested();
}

void throw_if_stopped(const std::stop_token& stop) {
  if (stop.stop_requested()) throw Error(ErrorKind::stopped, "finish the run", "", "it was stopped");
}

}  // namespace mongokeep
