#include "base/patience.h"

#include "base/stop_wait.h"

namespace mongokeep {

bool Patience::wait() {
  constexpr std::chrono::milliseconds first_pause(500);
  if (tries_ == most_tries) return false;
  wait_unless_stopped(stop_, first_pause * (1 << tries_++));
  throw_if_stopped(stop_);
  return true;
}

}  // namespace mongokeep
