#pragma once

#include <functional>
#include <future>
#include <stop_token>
#include <system_error>

namespace mongokeep::store {

/// Does both at the same time, `second` on a thread of its own where there is one to be had, and returns once both are
/// done. What `first` throws is thrown, and stops `second`; what `second` throws is thrown where `first` has succeeded.
/// So what is told does not depend on which of them is quicker.
inline void side_by_side(const std::function<void()>& first, const std::function<void(const std::stop_token&)>& second,
                         const std::stop_token& stop) {
  std::stop_source ends;
  const std::stop_callback ends_with_run(stop, [&] { ends.request_stop(); });
  const auto other = [&] { second(ends.get_token()); };
  std::future<void> result;
  try {
    result = std::async(std::launch::async, other);
  } catch (const std::system_error&) {
    result = std::async(std::launch::deferred, other);
  }
  try {
    first();
  } catch (...) {
    // The future waits for it.
    ends.request_stop();
    throw;
  }
  result.get();
}

}  // namespace mongokeep::store
