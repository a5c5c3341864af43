#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mongokeep/progress.h"

namespace mongokeep::cli {

/// Knows which running collections a log is to tell of, and when: each once it has run for a while, and again and again
/// after that. Has no clock.
class ProgressLedger {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// `every` is more than 0.
  explicit ProgressLedger(std::chrono::seconds every) : every_(every) {}

  void start(const CollectionProgress& progress, Time now);
  void advance(const CollectionProgress& progress);
  void finish(const CollectionProgress& progress);
  bool is_empty() const { return running_.empty(); }

  /// What is to be told of at one time.
  struct Due {
    std::vector<CollectionProgress> collections;  ///< those that have run longest first, `elapsed` up to now
    std::size_t more = 0;                         ///< further ones, which would be too many lines
    std::size_t finishing = 0;                    ///< those whose file is being finished; they wait for each other
  };
  /// What is due now. It is due again later.
  Due take_due(Time now);
  /// When something will be due. A collection that starts later is never due before.
  std::optional<Time> next_due() const;

 private:
  struct Running {
    CollectionProgress progress;
    Time started_at;
    Time due;
  };
  std::chrono::seconds every_;
  std::map<std::string, Running> running_;  ///< by name
};

}  // namespace mongokeep::cli
