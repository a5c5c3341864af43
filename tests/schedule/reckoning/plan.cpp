#include "schedule/reckoning/plan.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace mongokeep::schedule {

namespace {

using namespace std::chrono_literals;

constexpr auto length = 64 * 24h;

long number_of(Instant time) {
  return static_cast<long>(time.time_since_epoch() / length);
}

}  // namespace

Instant Plan::first_after(Instant time) const {
  for (long number = number_of(time);; ++number) {
    const std::vector<Instant>& runs = stretch(number);
    const auto found = std::upper_bound(runs.begin(), runs.end(), time);
    if (found != runs.end()) return *found;
  }
}

std::optional<Instant> Plan::last_in(Instant after, Instant until) const {
  for (long number = number_of(until); number >= number_of(after); --number) {
    const std::vector<Instant>& runs = stretch(number);
    const auto later = std::upper_bound(runs.begin(), runs.end(), until);
    if (later != runs.begin()) return *(later - 1) > after ? std::optional(*(later - 1)) : std::nullopt;
  }
  return std::nullopt;
}

const std::vector<Instant>& Plan::stretch(long number) const {
  static std::map<std::tuple<std::string, std::string, long>, std::vector<Instant>> known;
  const auto [place, is_new] = known.try_emplace({pattern_.expression, zone_, number});
  if (is_new) {
    const Instant start(length * number);
    place->second = ClockTape(zone_, start, start + length, 15min).runs(pattern_);
  }
  return place->second;
}

}  // namespace mongokeep::schedule
