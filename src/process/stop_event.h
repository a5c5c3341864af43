#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "base/files/unique_fd.h"

namespace mongokeep::process {

/// A stop as something that poll() can wait for.
class StopEvent {
 public:
  /// Throws Error{storage}, about the child `name`, when there is no descriptor left.
  StopEvent(const std::stop_token& stop, const std::string& name);

  /// Readable once the token was told to stop.
  int descriptor() const { return event_.get(); }

 private:
  UniqueFd event_;
  std::stop_callback<std::function<void()>> signal_;
};

}  // namespace mongokeep::process
