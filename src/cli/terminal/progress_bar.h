#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>

#include "mongokeep/progress.h"

namespace mongokeep::cli {

/// How one collection goes on, with as much of its past as its speed needs.
class RunningCollection {
 public:
  using Time = std::chrono::steady_clock::time_point;

  RunningCollection(const CollectionProgress& progress, Time now);
  void advance(const CollectionProgress& progress, Time now);

  const CollectionProgress& progress() const { return progress_; }
  Time started_at() const { return started_at_; }

  /// What was done per second in about the last ten seconds, up to `now`: falls when nothing comes any more.
  /// Nothing in the first second, when any number would be a guess.
  struct Speed {
    double documents;
    double bytes;
  };
  std::optional<Speed> speed(Time now) const;

 private:
  struct Sample {
    Time time;
    std::uint64_t documents;
    std::uint64_t bytes;
  };
  CollectionProgress progress_;
  Time started_at_;
  std::deque<Sample> samples_;  ///< oldest first; the first is about as old as the window
};

/// One line for the collection, in at most `width` columns:
///
///     shop.orders       [==========>         ]  104,000/200,000  52%  45.2 MB/s  0:02
///
/// By bytes where documents are not counted: `3.20 MiB/8.00 MiB`. Where the server's estimate is 0 or has been passed,
/// there is no total, bar, percentage or time left: only what is known. A narrow terminal loses the bar first, then
/// speed and total.
std::string bar_line(const RunningCollection& collection, std::size_t width, RunningCollection::Time now);

}  // namespace mongokeep::cli
