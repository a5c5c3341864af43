#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schedule/reckoning/plan.h"

namespace mongokeep::schedule {

/// The plans of the tasks; drills need not have one.
struct Plans {
  Plan backup;
  Plan cleanup;
  std::optional<Plan> drill = std::nullopt;
};

/// What has to happen by the rules in timetable.h, reckoned with the plans of this folder. A value: a copy of it is
/// what is known at one moment, and the copy of the last time that the record was saved is what outlives the process.
class ExpectedEvents {
 public:
  /// Of a first start: nothing was due before.
  ExpectedEvents(const Plans& plans, Instant now);
  /// Of a start whose record is lost: every task is due now.
  static ExpectedEvents without_record(const Plans& plans, Instant now);

  /// The process ends without a word: a task that was running has died with it.
  void process_died();
  /// A process begins, by these plans.
  void process_began(const Plans& plans, Instant now);

  /// What has to be said now, as text: "start backup 2026-11-25T01:00", "left out …", "given up …", "held back …".
  std::vector<std::string> look(Instant now, std::chrono::seconds elapsed);
  void ended_done();
  void ended_stopped();
  void ended_locked(std::chrono::seconds elapsed);
  /// By something that may pass.
  void ended_failed(std::chrono::seconds elapsed);
  /// Whether the run is tried again if it fails now.
  bool is_tried_again(Instant now) const;

  /// How long it is until a task is due, if the clock is left alone; until something is to happen, an hour at most.
  std::chrono::seconds time_to_next_run(Instant now) const;
  std::chrono::seconds quiet_time(Instant now, std::chrono::seconds elapsed) const;
  bool is_running() const { return running_ != nobody; }
  bool is_in_doubt() const { return doubt_.has_value(); }

 private:
  enum Who { task_backup, task_cleanup, task_drill, nobody };
  struct Book {
    Plan plan;
    Instant answered_until;       ///< the clock's time up to which nothing is open
    std::optional<Instant> owed;  ///< the run that has to take place, or is taking place
    int deaths = 0;
    int failures = 0;
    std::optional<std::chrono::seconds> not_before = std::nullopt;  ///< when the owed one is tried again
  };
  struct Doubt {
    std::chrono::seconds ahead;  ///< by how much the clock may stand ahead
    Instant until;
  };

  /// A first plan, another one, or none any more.
  void go_by(Who who, const std::optional<Plan>& next, Instant now);
  std::vector<Who> planned() const;
  static std::string name(Who who);
  void watch_clock(Instant now, std::chrono::seconds elapsed, std::vector<std::string>& events);
  void set_back(Book& book, Instant now) const;
  void pass(Who who, Instant now, bool was_here_before, std::vector<std::string>& events);
  void start(Who who, std::vector<std::string>& events);
  static void forget_failures(Book& book);
  Book& book(Who who) { return books_.at(who); }

  std::map<Who, Book> books_;                      ///< of the tasks that have a plan
  Instant clock_;                                  ///< at the last look, of this process or of one before
  std::optional<std::chrono::seconds> looked_at_;  ///< when this process looked last
  std::optional<Doubt> doubt_;
  std::optional<std::chrono::seconds> wait_until_;
  Who running_ = nobody;
};

}  // namespace mongokeep::schedule
