#pragma once

#include <stop_token>
#include <utility>

namespace mongokeep {

/// How often, and after what pause, something that the network broke is tried again: five times in a row, after ½, 1,
/// 2, 4 and 8 seconds. Progress in between starts the count anew.
class Patience {
 public:
  explicit Patience(std::stop_token stop) : stop_(std::move(stop)) {}

  /// For who would rather know at once.
  static Patience none() {
    Patience patience{std::stop_token()};
    patience.tries_ = most_tries;
    return patience;
  }

  /// Waits before the next try, by the system's own clock. False when there have been enough; throws Error{stopped}
  /// when the run is to stop.
  bool wait();
  /// What was tried has come further.
  void renew() { tries_ = 0; }

 private:
  static constexpr int most_tries = 5;

  std::stop_token stop_;
  int tries_ = 0;
};

}  // namespace mongokeep
