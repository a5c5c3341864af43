#include "schedule/reckoning/clock_tape.h"

#include <algorithm>

#include "schedule/reckoning/zone_scope.h"

namespace mongokeep::schedule {

namespace {

constexpr std::chrono::hours time_before(48);

std::tm reading_of(std::int64_t minutes) {
  const std::time_t seconds = minutes * 60;
  std::tm reading{};
  ::gmtime_r(&seconds, &reading);
  return reading;
}

}  // namespace

ClockTape::ClockTape(const std::string& zone, Instant from, Instant until, std::chrono::minutes step)
    : from_(from), step_(step) {
  const ZoneScope scope(zone);
  start_ = static_cast<std::size_t>(time_before / step);
  for (Instant time = from - time_before; time < until; time += step) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm reading{};
    ::localtime_r(&seconds, &reading);
    shown_.push_back(::timegm(&reading) / 60);
  }
}

std::vector<Instant> ClockTape::runs(const Pattern& pattern) const {
  std::vector<Instant> runs;
  const std::int64_t step = step_.count();
  std::int64_t latest = *std::max_element(shown_.begin(), shown_.begin() + static_cast<std::ptrdiff_t>(start_));
  for (std::size_t place = start_; place < shown_.size(); ++place) {
    const std::int64_t now = shown_[place];
    bool is_due = false;
    if (pattern.is_every_hour) {
      is_due = pattern.fits(reading_of(now));
    } else {
      for (std::int64_t fresh = latest + step; fresh <= now && !is_due; fresh += step) {
        is_due = pattern.fits(reading_of(fresh));
      }
    }
    latest = std::max(latest, now);
    if (is_due) runs.push_back(at(place));
  }
  return runs;
}

std::vector<Instant> ClockTape::changes() const {
  std::vector<Instant> found;
  for (std::size_t place = start_; place < shown_.size(); ++place) {
    if (shown_[place] - shown_[place - 1] != step_.count()) found.push_back(at(place));
  }
  return found;
}

Instant ClockTape::at(std::size_t place) const {
  return from_ - time_before + step_ * static_cast<std::int64_t>(place);
}

Instant utc(int year, int month, int day, int hour, int minute) {
  std::tm parts{};
  parts.tm_year = year - 1900;
  parts.tm_mon = month - 1;
  parts.tm_mday = day;
  parts.tm_hour = hour;
  parts.tm_min = minute;
  return std::chrono::system_clock::from_time_t(::timegm(&parts));
}

}  // namespace mongokeep::schedule
