#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schedule/schedule.h"

namespace mongokeep::schedule {

/// What is known of one task's past.
struct TaskRecord {
  std::string expression;          ///< the schedule that it went by
  std::string zone;                ///< IANA name
  Instant settled;                 ///< what was due up to here has been taken up, or is left out for good
  std::optional<Instant> pending;  ///< taken up and not ended: running, waiting, or broken off
  int attempts = 0;                ///< how often the pending one was started and its end not seen
};

/// What is remembered of pushes, which have no schedule.
struct PushRecord {
  std::optional<Instant> pending;  ///< since when something is to be shipped, and no push has ended since
  int attempts = 0;                ///< how often the pending one was started and its end not seen
};

/// A time in which ages are not believed, since the clock has made a leap forward, or seems to have.
struct Doubt {
  Instant unleapt;  ///< what the clock would show, had it not leapt; late by the time that nobody was watching
  Instant until;
};

/// What outlives a restart (docs/backup-format.md, "The schedule's record").
struct Record {
  Instant seen;  ///< when it was last written: the clock was at least so far
  std::optional<Doubt> doubt;
  TaskRecord backup;
  TaskRecord cleanup;
  std::optional<TaskRecord> drill;                ///< nothing where drills are not scheduled
  std::optional<PushRecord> push = std::nullopt;  ///< nothing where there are no stores
};

/// The record as the text of its file.
std::string to_text(const Record& record);

/// Reads what `to_text` wrote. Throws Error{damaged} for any other text; `subject` names the file.
Record parse_record(std::string_view text, const std::string& subject);

}  // namespace mongokeep::schedule
