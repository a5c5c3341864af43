#include "backup/patience.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace mongokeep::backup {

bool Patience::wait() {
  constexpr int most_tries = 5;
  constexpr std::chrono::milliseconds first_pause(500);
  if (tries_ == most_tries) return false;
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any never;
  never.wait_for(lock, stop_, first_pause * (1 << tries_++), [] { return false; });
  return !stop_.stop_requested();
}

}  // namespace mongokeep::backup
