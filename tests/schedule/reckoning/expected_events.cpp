#include "schedule/reckoning/expected_events.h"

#include <algorithm>

#include "base/time_text.h"

namespace mongokeep::schedule {

using namespace std::chrono_literals;

ExpectedEvents::ExpectedEvents(const Plans& plans, Instant now) : clock_(now) {
  process_began(plans, now);
}

ExpectedEvents ExpectedEvents::without_record(const Plans& plans, Instant now) {
  ExpectedEvents fresh(plans, now);
  for (auto& [who, book] : fresh.books_) book.owed = now;
  return fresh;
}

void ExpectedEvents::process_died() {
  if (running_ != nobody) ++book(running_).deaths;
  running_ = nobody;
}

void ExpectedEvents::process_began(const Plans& plans, Instant now) {
  looked_at_.reset();
  wait_until_.reset();
  running_ = nobody;
  go_by(task_backup, plans.backup, now);
  go_by(task_cleanup, plans.cleanup, now);
  go_by(task_drill, plans.drill, now);
}

void ExpectedEvents::go_by(Who who, const std::optional<Plan>& next, Instant now) {
  if (!next) {
    books_.erase(who);
    return;
  }
  const auto found = books_.find(who);
  if (found == books_.end()) {
    books_.insert({who, {*next, now, std::nullopt}});
    return;
  }
  Book& of = found->second;
  if (next->is_same(of.plan)) return;
  // What the plan of before had due is kept, and nothing of the new one.
  if (const auto missed = of.plan.last_in(of.answered_until, now)) {
    of.owed = missed;
    of.deaths = 0;
  }
  of.plan = *next;
  of.answered_until = now;
}

std::vector<ExpectedEvents::Who> ExpectedEvents::planned() const {
  std::vector<Who> tasks;
  for (const auto& [who, book] : books_) tasks.push_back(who);
  return tasks;
}

std::string ExpectedEvents::name(Who who) {
  return who == task_backup ? "backup " : who == task_cleanup ? "cleanup " : "drill ";
}

std::vector<std::string> ExpectedEvents::look(Instant now, std::chrono::seconds elapsed) {
  std::vector<std::string> events;
  watch_clock(now, elapsed, events);
  for (const Who who : planned()) {
    set_back(book(who), now);
    pass(who, now, events);
  }
  for (const Who who : planned()) {
    if (running_ == nobody && book(who).owed && (!wait_until_ || elapsed >= *wait_until_)) start(who, events);
  }
  return events;
}

/// "A clock that leaps forward by more than a day (or that nobody watched for so long) …: clean-ups are held back for a
/// week, unless it is set right before …". Reckoned by how far the clock stands ahead, which a restart makes no
/// smaller.
void ExpectedEvents::watch_clock(Instant now, std::chrono::seconds elapsed, std::vector<std::string>& events) {
  const auto by = now - clock_ - (looked_at_ ? elapsed - *looked_at_ : 0s);
  const auto whole = std::chrono::floor<std::chrono::seconds>(by);
  if (looked_at_ && std::chrono::abs(whole) >= 1min) events.push_back("clock " + std::to_string(whole.count()));
  clock_ = now;
  looked_at_ = elapsed;
  if (doubt_) doubt_->ahead += whole;
  if (by > 24h) {
    const Instant until = now + std::min<std::chrono::nanoseconds>(by, 7 * 24h);
    doubt_ = {doubt_ ? std::max(doubt_->ahead, whole) : whole, doubt_ ? std::max(doubt_->until + by, until) : until};
    doubt_->until = std::min(doubt_->until, now + 7 * 24h);
  } else if (doubt_ && now + 7 * 24h < doubt_->until) {
    doubt_->until = now + 7 * 24h;
  }
  if (doubt_ && (now >= doubt_->until || doubt_->ahead <= 24h)) doubt_.reset();
}

/// "A clock that is set back over a run repeats it only when it was set back by more than half the time to the next."
void ExpectedEvents::set_back(Book& book, Instant now) const {
  if (now >= book.answered_until) return;
  const bool is_a_run = book.plan.last_in(book.answered_until - 1s, book.answered_until).has_value();
  if (!is_a_run) {
    book.answered_until = now;
    return;
  }
  const auto to_the_next = book.plan.first_after(book.answered_until) - book.answered_until;
  if (2 * (book.answered_until - now) > to_the_next) book.answered_until = now;
}

/// "What was due … is made up once, however often it was due"; and of a task that is running: "is left out".
void ExpectedEvents::pass(Who who, Instant now, std::vector<std::string>& events) {
  Book& of = book(who);
  const auto due = of.plan.last_in(of.answered_until, now);
  if (!due) return;
  of.answered_until = *due;
  if (running_ == who) {
    events.push_back("left out " + name(who) + utc_text(*due));
  } else {
    of.owed = due;
    of.deaths = 0;
  }
}

/// "One task runs at a time: a backup before a clean-up before a drill"; "a run that the process died in is tried three
/// times in all".
void ExpectedEvents::start(Who who, std::vector<std::string>& events) {
  Book& of = book(who);
  const std::string rest = name(who) + utc_text(*of.owed);
  if (who == task_cleanup && doubt_) {
    events.push_back("held back " + rest);
    of.owed.reset();
    of.deaths = 0;
    return;
  }
  events.push_back((of.deaths < 3 ? "start " : "given up ") + rest);
  running_ = who;
}

void ExpectedEvents::ended_done() {
  book(running_).owed.reset();
  book(running_).deaths = 0;
  wait_until_.reset();
  running_ = nobody;
}

void ExpectedEvents::ended_stopped() {
  wait_until_.reset();
  running_ = nobody;
}

void ExpectedEvents::ended_locked(std::chrono::seconds elapsed) {
  wait_until_ = elapsed + 60s;
  running_ = nobody;
}

std::chrono::seconds ExpectedEvents::time_to_next_run(Instant now) const {
  Instant next = Instant::max();
  for (const auto& [who, of] : books_) next = std::min(next, of.plan.first_after(std::max(of.answered_until, now)));
  return std::chrono::ceil<std::chrono::seconds>(next - now);
}

std::chrono::seconds ExpectedEvents::quiet_time(Instant now, std::chrono::seconds elapsed) const {
  const std::chrono::seconds time = std::min<std::chrono::seconds>(time_to_next_run(now), 1h);
  const bool is_waiting = wait_until_ && running_ == nobody;
  return is_waiting ? std::min(time, std::max<std::chrono::seconds>(*wait_until_ - elapsed, 1s)) : time;
}

}  // namespace mongokeep::schedule
