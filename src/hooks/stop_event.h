#pragma once

#include <functional>
#include <stop_token>

#include "base/files/unique_fd.h"

namespace mongokeep::hooks {

/// A stop as something that poll() can wait for.
class StopEvent {
 public:
  /// Throws Error{storage} when there is no descriptor left.
  explicit StopEvent(const std::stop_token& stop);

  /// Readable once the token was told to stop.
  int descriptor() const { return event_.get(); }

 private:
  UniqueFd event_;
  std::stop_callback<std::function<void()>> signal_;
};

}  // namespace mongokeep::hooks
