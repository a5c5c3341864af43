#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "hooks/notice.h"
#include "schedule/record.h"
#include "schedule/schedule.h"

namespace mongokeep::schedule {

/// The schedules of the tasks. Drills need not have one.
struct Schedules {
  Schedule backup;
  Schedule cleanup;
  std::optional<Schedule> drill = std::nullopt;

  /// Of those that have a schedule, in the order in which they are done when several are due.
  std::vector<Task> tasks() const;
  /// The task must have one.
  const Schedule& of(Task task) const;
};

// What a timetable says.

/// The task is to be started now, for the run that was due at `due`.
struct Start {
  Task task;
  Instant due;
};
/// The run that was due at `due` is skipped: another run was still running, or it kept failing until the next one was
/// due.
struct LeftOut {
  Task task;
  Instant due;
  std::optional<Task> behind;  ///< what is still running; nothing where it has failed, or the root was locked
};
/// The run that was due at `due` is abandoned: the process died in every attempt.
struct GivenUp {
  Task task;
  Instant due;
};
/// The clock was set: it moved `by` more than the time that really passed.
struct ClockChanged {
  std::chrono::seconds by;
};
/// The clean-up that was due at `due` is postponed, because the ages of backups are uncertain until `until`.
struct HeldBack {
  Instant due;
  Instant until;
};
using Event = std::variant<Start, LeftOut, GivenUp, ClockChanged, HeldBack>;

/// How a started task ended.
enum class Ended {
  done,     ///< well or not: its next run is the next one due
  failed,   ///< by something that may pass: it is tried again after a pause, as pause_after_failure() says
  stopped,  ///< we were asked to stop: it is done again at the next start
  locked,   ///< another process holds the root: it is tried again in a minute
};

/// Decides which task runs when. It has no thread, no clock and no files: the caller passes the time and gets events;
/// the state is in the record. One task runs at a time: a backup before a clean-up before a drill. Pushes are not among
/// them: see PushTimetable.
///
/// - If runs were missed since the record was written, one run starts, however many were missed.
/// - If the process dies during a run, the run is tried again, three times in all.
/// - If a run fails for a reason that may pass, it is tried again after 30 s, 1, 2, 4, 8, 15 and 30 minutes, then every
///   hour, until the next run is due. If another run holds the lock, it is tried every minute for an hour before that.
///   Other tasks can run in between.
/// - If the clock is set back past a run, the run is repeated only if the clock was set back by more than half the time
///   between that run and the next.
/// - If the clock jumps forward by more than a day (or nobody watched it for that long), every backup looks old:
///   clean-ups are postponed for as long as the jump was, a week at most, unless the clock is corrected before, to
///   within a day. A clock that is set back only part of the way is believed after a week at most. Drills remove
///   nothing and are not postponed.
/// - A task that is no longer scheduled is forgotten, with its pending run.
class Timetable {
 public:
  /// Of a first start: nothing was due before `now`. `seen`: how far the clock was at least, as something else than a
  /// record tells; a leap since then is noticed.
  Timetable(Schedules schedules, Instant now, std::optional<Instant> seen = std::nullopt);
  /// Goes on from a record. A run that its own schedules had due and that was missed is kept; otherwise schedules that
  /// have changed count from `now`. Throws nothing for a record's expression that no longer reads.
  Timetable(Schedules schedules, Record record, Instant now);
  /// Of a start whose record cannot be read: each task is due now, since it may have been missed.
  static Timetable with_torn_record(Schedules schedules, Instant now, std::optional<Instant> seen = std::nullopt);

  /// What is to be done now. `elapsed` is the reading of a clock that nobody sets and that goes on while the machine
  /// sleeps. A Start and a GivenUp have to be answered by ended().
  std::vector<Event> advance(Instant now, std::chrono::nanoseconds elapsed);
  /// The same without a start: the clock is watched, and what is left out is told. For a loop that ends with its task.
  std::vector<Event> watch(Instant now, std::chrono::nanoseconds elapsed);
  /// The task that was started has done its work, well or not, and need not be done again whatever happens now; those
  /// who are told of it may still be busy.
  void accomplished();
  /// The task that was started has come back.
  void ended(Ended how, std::chrono::nanoseconds elapsed);
  /// Whether the running task may be answered by Ended::locked, or was so for long enough: an hour.
  bool tries_again_when_locked() const;
  /// After what pause the running task is tried again if it has failed; nothing where the next run is due before.
  std::optional<std::chrono::nanoseconds> pause_after_failure(Instant now) const;

  /// When the next backup is due.
  std::optional<Instant> next_backup(Instant now) const;

  /// How long nothing will happen if the clock is left alone; at most a minute, since it may be set.
  std::chrono::nanoseconds quiet_time(Instant now) const;

  const Record& record() const { return record_; }
  bool is_running() const { return running_.has_value(); }

 private:
  struct Reading {
    Instant clock;
    std::chrono::nanoseconds elapsed;
  };

  /// A run that has failed, and is to be tried again.
  struct Retry {
    int failures = 0;
    std::chrono::nanoseconds at{0};  ///< by the clock that nobody sets
  };

  TaskRecord& record_of(Task task);
  void begin(Task task, Instant now);
  void adopt(Task task, Instant now);
  void name_schedule(Task task);
  void watch_clock(Instant now, std::chrono::nanoseconds elapsed, std::vector<Event>& events);
  void doubt_clock(Instant now, Instant expected, std::chrono::nanoseconds passed);
  void take_up(Task task, Instant now, bool is_first_look, std::vector<Event>& events);
  void start_pending(Task task, std::chrono::nanoseconds elapsed, std::vector<Event>& events);
  bool has_to_wait(Task task, std::chrono::nanoseconds elapsed) const;

  Schedules schedules_;
  std::vector<Task> tasks_ = schedules_.tasks();
  Record record_;
  std::optional<Reading> last_;
  std::optional<Task> running_;
  bool is_accomplished_ = false;  ///< the running one
  std::optional<std::chrono::nanoseconds> try_again_at_;
  std::map<Task, int> times_locked_;  ///< in a row
  std::map<Task, Retry> retries_;
};

}  // namespace mongokeep::schedule
