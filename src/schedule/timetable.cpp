#include "schedule/timetable.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "mongokeep/error.h"
#include "schedule/patience.h"

namespace mongokeep::schedule {

namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

constexpr auto leap = std::chrono::hours(24);
constexpr auto longest_doubt = std::chrono::hours(7 * 24);
/// Less is what time servers correct, and what a busy machine is late by.
constexpr auto notable_change = 1min;

/// Up to where a task is settled once the clock shows `now`, which may be before it.
Instant settled_at(const Schedule& schedule, Instant settled, Instant now) {
  if (settled <= now) return settled;
  const bool is_a_run = schedule.last_in(settled - 1s, settled).has_value();
  if (!is_a_run) return now;
  const auto next = schedule.next_after(settled);
  const bool is_nearer_to_the_last_run = next && settled - now <= (*next - settled) / 2;
  return is_nearer_to_the_last_run ? settled : now;
}

std::logic_error not_scheduled() {
  return std::logic_error("a push has no schedule");
}

template <typename AnyRecord>
auto& part_of(AnyRecord& record, Task task) {
  switch (task) {
    case Task::backup: break;
    case Task::cleanup: return record.cleanup;
    case Task::drill: return record.drill.value();
    case Task::push: throw not_scheduled();
  }
  return record.backup;
}

/// What a record's own schedule had due up to now.
std::optional<Instant> missed(const TaskRecord& record, Instant now) {
  try {
    return Schedule::parse(record.expression, record.zone).last_in(record.settled, now);
  } catch (const Error&) {
    // Zones are renamed, and a file can be edited: nothing can be said of such a past.
    return std::nullopt;
  }
}

}  // namespace

std::vector<Task> Schedules::tasks() const {
  std::vector<Task> scheduled = {Task::backup, Task::cleanup};
  if (drill) scheduled.push_back(Task::drill);
  return scheduled;
}

const Schedule& Schedules::of(Task task) const {
  switch (task) {
    case Task::backup: break;
    case Task::cleanup: return cleanup;
    case Task::drill: return drill.value();
    case Task::push: throw not_scheduled();
  }
  return backup;
}

Timetable::Timetable(Schedules schedules, Instant now, std::optional<Instant> seen) : schedules_(std::move(schedules)) {
  record_.seen = seen.value_or(now);
  for (const Task task : tasks_) begin(task, now);
}

Timetable::Timetable(Schedules schedules, Record record, Instant now)
    : schedules_(std::move(schedules)), record_(std::move(record)) {
  if (!schedules_.drill) record_.drill.reset();
  if (schedules_.drill && !record_.drill) begin(Task::drill, now);
  for (const Task task : tasks_) adopt(task, now);
}

Timetable Timetable::with_torn_record(Schedules schedules, Instant now, std::optional<Instant> seen) {
  Timetable timetable(std::move(schedules), now, seen);
  for (const Task task : timetable.tasks_) timetable.record_of(task).pending = now;
  return timetable;
}

TaskRecord& Timetable::record_of(Task task) {
  return part_of(record_, task);
}

/// Of a task without a past.
void Timetable::begin(Task task, Instant now) {
  if (task == Task::drill) record_.drill.emplace();
  record_of(task).settled = now;
  name_schedule(task);
}

/// Lets the task go by its schedule from now on.
void Timetable::adopt(Task task, Instant now) {
  TaskRecord& record = record_of(task);
  const Schedule& schedule = schedules_.of(task);
  if (record.expression == schedule.expression().text() && record.zone == schedule.zone().name()) return;
  if (const auto owed = missed(record, now)) {
    record.pending = owed;
    record.attempts = 0;
  }
  record.settled = now;
  name_schedule(task);
}

void Timetable::name_schedule(Task task) {
  record_of(task).expression = schedules_.of(task).expression().text();
  record_of(task).zone = schedules_.of(task).zone().name();
}

std::vector<Event> Timetable::advance(Instant now, nanoseconds elapsed) {
  std::vector<Event> events = watch(now, elapsed);
  for (const Task task : tasks_) {
    if (!running_) start_pending(task, elapsed, events);
  }
  return events;
}

std::vector<Event> Timetable::watch(Instant now, nanoseconds elapsed) {
  std::vector<Event> events;
  const bool is_first_look = !last_;
  watch_clock(now, elapsed, events);
  for (const Task task : tasks_) {
    TaskRecord& record = record_of(task);
    record.settled = settled_at(schedules_.of(task), record.settled, now);
    take_up(task, now, is_first_look, events);
  }
  return events;
}

void Timetable::watch_clock(Instant now, nanoseconds elapsed, std::vector<Event>& events) {
  // Before the first reading only the record tells how far the clock was.
  const auto passed = last_ ? elapsed - last_->elapsed : nanoseconds(0);
  const Instant expected = (last_ ? last_->clock : record_.seen) + passed;
  const auto by = std::chrono::floor<std::chrono::seconds>(now - expected);
  if (last_ && (by >= notable_change || by <= -notable_change)) events.emplace_back(ClockChanged{by});
  doubt_clock(now, expected, passed);
  last_ = {now, elapsed};
  record_.seen = now;
}

/// Whether ages are to be believed. A clock that is set back only part of the way still stands ahead of where backups
/// were dated.
void Timetable::doubt_clock(Instant now, Instant expected, nanoseconds passed) {
  std::optional<Doubt>& doubt = record_.doubt;
  if (doubt) doubt->unleapt += passed;
  if (now - expected > leap) {
    // As long as the leap, which may have been a pause: a machine that is off every weekend must clean up too.
    const nanoseconds by = now - expected;
    const Instant until = now + std::min<nanoseconds>(by, longest_doubt);
    if (doubt) {
      // What was left of the old one is still to be waited for.
      doubt = {std::min(doubt->unleapt, expected), std::max(doubt->until + by, until)};
    } else {
      doubt = {expected, until};
    }
  }
  if (!doubt) return;
  doubt->until = std::min(doubt->until, now + longest_doubt);
  if (now >= doubt->until || now - doubt->unleapt <= leap) doubt.reset();
}

/// Turns what has become due into what is pending.
void Timetable::take_up(Task task, Instant now, bool is_first_look, std::vector<Event>& events) {
  TaskRecord& record = record_of(task);
  const auto due = schedules_.of(task).last_in(record.settled, now);
  if (!due) return;
  record.settled = *due;
  if (running_ == task && !is_accomplished_) {
    events.emplace_back(LeftOut{task, *due, running_});
    return;
  }
  // At the first look it is what was missed while nobody was here, which one run makes up for.
  if (record.pending && !is_first_look) events.emplace_back(LeftOut{task, *record.pending, running_});
  record.pending = due;
  record.attempts = 0;
  retries_.erase(task);
}

bool Timetable::has_to_wait(Task task, nanoseconds elapsed) const {
  const auto retry = retries_.find(task);
  return (try_again_at_ && elapsed < *try_again_at_) || (retry != retries_.end() && elapsed < retry->second.at);
}

void Timetable::start_pending(Task task, nanoseconds elapsed, std::vector<Event>& events) {
  TaskRecord& record = record_of(task);
  if (!record.pending || has_to_wait(task, elapsed)) return;
  if (task == Task::cleanup && record_.doubt) {
    events.emplace_back(HeldBack{*record.pending, record_.doubt->until});
    record.pending.reset();
    record.attempts = 0;
    return;
  }
  if (record.attempts >= most_attempts) {
    running_ = task;
    events.emplace_back(GivenUp{task, *record.pending});
    return;
  }
  ++record.attempts;
  running_ = task;
  events.emplace_back(Start{task, *record.pending});
}

void Timetable::accomplished() {
  is_accomplished_ = true;
  TaskRecord& record = record_of(running_.value());
  record.pending.reset();
  record.attempts = 0;
  times_locked_[*running_] = 0;
  retries_.erase(*running_);
}

void Timetable::ended(Ended how, nanoseconds elapsed) {
  if (how == Ended::done && !is_accomplished_) accomplished();
  is_accomplished_ = false;
  const Task task = running_.value();
  running_.reset();
  try_again_at_.reset();
  if (how == Ended::done) return;
  // Its end was seen: it has not died.
  record_of(task).attempts = std::max(0, record_of(task).attempts - 1);
  if (how == Ended::locked) {
    ++times_locked_[task];
    try_again_at_ = elapsed + pause_when_locked;
  } else if (how == Ended::failed) {
    Retry& retry = retries_[task];
    retry.at = elapsed + pause_number(retry.failures);
    ++retry.failures;
  }
}

std::optional<nanoseconds> Timetable::pause_after_failure(Instant now) const {
  const Task task = running_.value();
  const auto retry = retries_.find(task);
  const nanoseconds pause = pause_number(retry == retries_.end() ? 0 : retry->second.failures);
  const auto next = schedules_.of(task).next_after(std::max(part_of(record_, task).settled, now));
  return next && *next - now <= pause ? std::nullopt : std::optional(pause);
}

bool Timetable::tries_again_when_locked() const {
  const auto found = running_ ? times_locked_.find(*running_) : times_locked_.end();
  return found == times_locked_.end() || found->second < most_times_locked;
}

std::optional<Instant> Timetable::next_backup(Instant now) const {
  return schedules_.backup.next_after(std::max(record_.backup.settled, now));
}

nanoseconds Timetable::quiet_time(Instant now) const {
  nanoseconds time = 1min;
  for (const Task task : tasks_) {
    const auto next = schedules_.of(task).next_after(std::max(part_of(record_, task).settled, now));
    if (next) time = std::min<nanoseconds>(time, *next - now);
    const auto retry = retries_.find(task);
    if (running_ || !last_ || retry == retries_.end() || retry->second.at <= last_->elapsed) continue;
    time = std::min(time, retry->second.at - last_->elapsed);
  }
  return time;
}

}  // namespace mongokeep::schedule
