#pragma once

#include <chrono>
#include <optional>

#include "schedule/patience.h"
#include "schedule/timetable.h"

namespace mongokeep::schedule {

/// Decides when backups are shipped. As pure as Timetable, and beside it: a push works on its own thread, so that one
/// that takes days, or waits for a store that is away, keeps no other task waiting.
///
/// - A push has no schedule. It is due at the start and after each backup, where something is still to be shipped.
/// - What is published while a push is at work is due when that has ended.
/// - If the process dies during a push, the push is tried again, three times in all. The next backup makes it due
/// again.
/// - If a push fails for a reason that may pass, it is tried again as other tasks are, until the next backup.
class PushTimetable {
 public:
  /// At the start. `is_owed`: whether something is to be shipped.
  PushTimetable(PushRecord record, bool is_owed, Instant now);

  /// Something is to be shipped, now.
  void owe(Instant now);
  /// What is to be done: a Start or a GivenUp, to be answered by ended(), or nothing.
  std::optional<Event> advance(std::chrono::nanoseconds elapsed);
  /// As Timetable has it.
  void accomplished();
  void ended(Ended how, std::chrono::nanoseconds elapsed);
  bool tries_again_when_locked() const { return times_locked_ < most_times_locked; }
  /// After what pause the push at work is tried again if it has failed; nothing where a backup is due before, or was
  /// published meanwhile.
  std::optional<std::chrono::nanoseconds> pause_after_failure(Instant now, std::optional<Instant> next_backup) const;
  /// How long nothing will happen unless something is owed; nothing: for ever.
  std::optional<std::chrono::nanoseconds> quiet_time(std::chrono::nanoseconds elapsed) const;

  const PushRecord& record() const { return record_; }
  bool is_running() const { return is_running_; }
  /// Whether it ships still, and does not just tell of it.
  bool is_at_work() const { return is_running_ && !is_accomplished_; }

 private:
  PushRecord record_;
  bool is_running_ = false;
  bool is_accomplished_ = false;        ///< the running one
  std::optional<Instant> owed_anew_;    ///< while one was running
  std::chrono::nanoseconds try_at_{0};  ///< not before
  int failures_ = 0;                    ///< in a row
  int times_locked_ = 0;                ///< in a row
};

}  // namespace mongokeep::schedule
