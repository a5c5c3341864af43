#include "schedule/reckoning/expected_events.h"

#include <algorithm>

#include "base/text/time_text.h"

namespace mongokeep::schedule {

using namespace std::chrono_literals;

namespace {

/// "after 30 s, 1, 2, 4, 8, 15 and 30 minutes, then every hour".
std::chrono::seconds pause_before_try(int failed_before) {
  if (failed_before == 0) return 30s;
  if (failed_before <= 4) return 1min * (1 << (failed_before - 1));
  return failed_before == 5 ? 15min : failed_before == 6 ? 30min : 60min;
}

}  // namespace

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
  for (auto& [who, of] : books_) forget_failures(of);
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
  const bool was_here_before = looked_at_.has_value();
  watch_clock(now, elapsed, events);
  for (const Who who : planned()) {
    set_back(book(who), now);
    pass(who, now, was_here_before, events);
  }
  for (const Who who : planned()) {
    const Book& of = book(who);
    const bool is_ripe = (!wait_until_ || elapsed >= *wait_until_) && (!of.not_before || elapsed >= *of.not_before);
    if (running_ == nobody && of.owed && is_ripe) start(who, events);
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

/// "What was due … is made up once, however often it was due"; and of a task that is running: "is left out", as is what
/// was still waiting when the next one was due.
void ExpectedEvents::pass(Who who, Instant now, bool was_here_before, std::vector<std::string>& events) {
  Book& of = book(who);
  const auto due = of.plan.last_in(of.answered_until, now);
  if (!due) return;
  of.answered_until = *due;
  if (running_ == who) {
    events.push_back("left out " + name(who) + utc_text(*due));
    return;
  }
  if (of.owed && was_here_before) events.push_back("left out " + name(who) + utc_text(*of.owed));
  of.owed = due;
  of.deaths = 0;
  forget_failures(of);
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
  forget_failures(book(running_));
  wait_until_.reset();
  running_ = nobody;
}

void ExpectedEvents::ended_failed(std::chrono::seconds elapsed) {
  wait_until_.reset();
  Book& of = book(running_);
  of.not_before = elapsed + pause_before_try(of.failures);
  ++of.failures;
  running_ = nobody;
}

void ExpectedEvents::forget_failures(Book& book) {
  book.failures = 0;
  book.not_before.reset();
}

bool ExpectedEvents::is_tried_again(Instant now) const {
  const Book& of = books_.at(running_);
  return of.plan.first_after(std::max(of.answered_until, now)) - now > pause_before_try(of.failures);
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
  if (running_ != nobody) return time;
  std::chrono::seconds quiet = time;
  const auto until = [&](const std::optional<std::chrono::seconds>& moment) {
    if (moment && *moment > elapsed) quiet = std::min(quiet, *moment - elapsed);
  };
  until(wait_until_);
  for (const auto& [who, of] : books_) until(of.not_before);
  return std::max<std::chrono::seconds>(quiet, 1s);
}

}  // namespace mongokeep::schedule
