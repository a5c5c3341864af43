#include "schedule/push_timetable.h"

#include <algorithm>
#include <utility>

namespace mongokeep::schedule {

using std::chrono::nanoseconds;

PushTimetable::PushTimetable(PushRecord record, bool is_owed, Instant now) {
  if (!is_owed) return;
  record_ = record;
  if (!record_.pending) record_ = {now, 0};
}

void PushTimetable::owe(Instant now) {
  if (is_running_) {
    owed_anew_ = now;
    return;
  }
  // One that waits to be tried again is the same push still: whoever is told of it knows of its start.
  if (!record_.pending) record_.pending = now;
  record_.attempts = 0;
  try_at_ = nanoseconds(0);
  failures_ = 0;
  times_locked_ = 0;
}

std::optional<Event> PushTimetable::advance(nanoseconds elapsed) {
  if (is_running_ || !record_.pending || elapsed < try_at_) return std::nullopt;
  is_running_ = true;
  if (record_.attempts >= most_attempts) return GivenUp{Task::push, *record_.pending};
  ++record_.attempts;
  return Start{Task::push, *record_.pending};
}

void PushTimetable::accomplished() {
  is_accomplished_ = true;
  record_ = {};
  failures_ = 0;
  times_locked_ = 0;
}

void PushTimetable::ended(Ended how, nanoseconds elapsed) {
  if (how == Ended::done && !is_accomplished_) accomplished();
  is_accomplished_ = false;
  is_running_ = false;
  // Its end was seen: it has not died.
  if (how != Ended::done) record_.attempts = std::max(0, record_.attempts - 1);
  if (how == Ended::locked) {
    ++times_locked_;
    try_at_ = elapsed + pause_when_locked;
  } else if (how == Ended::failed) {
    try_at_ = elapsed + pause_number(failures_);
    ++failures_;
  }
  if (const auto owed = std::exchange(owed_anew_, std::nullopt)) owe(*owed);
}

std::optional<nanoseconds> PushTimetable::pause_after_failure(Instant now, std::optional<Instant> next_backup) const {
  const nanoseconds pause = pause_number(failures_);
  if (owed_anew_ || (next_backup && *next_backup - now <= pause)) return std::nullopt;
  return pause;
}

std::optional<nanoseconds> PushTimetable::quiet_time(nanoseconds elapsed) const {
  if (is_running_ || !record_.pending) return std::nullopt;
  return std::max(nanoseconds(0), try_at_ - elapsed);
}

}  // namespace mongokeep::schedule
