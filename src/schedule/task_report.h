#pragma once

#include <optional>
#include <string>
#include <variant>

#include "base/json.h"
#include "mongokeep/backup_service.h"
#include "mongokeep/restore_service.h"
#include "mongokeep/tasks_service.h"
#include "schedule/timetable.h"

namespace mongokeep::schedule {

/// How a task has ended, for those who are told.
struct TaskEnd {
  Task task;
  std::filesystem::path root;
  Instant started_at;
  Instant finished_at;
  /// What it came to, or why it failed as a whole.
  std::variant<BackupReport, CleanupReport, DrillReport, Error> outcome;

  TasksService::Result::Status status() const;
  /// Why it failed; a drill that did not bring back every document has failed as well.
  std::optional<Error> error() const;
  /// Whether it was broken off, so that it has come to nothing.
  bool was_broken_off() const { return std::holds_alternative<Error>(outcome); }
  /// Whether it has come to nothing by what may be over soon: a server that is away, a full disk.
  bool may_go_well_later() const;
};

/// The end as one JSON object (docs/reference.md, "The report").
Json report_json(const TaskEnd& end);
/// The same on one line.
std::string report_text(const TaskEnd& end);
/// The same without the lists of collections and folders, whose length nothing bounds.
std::string short_report_text(const TaskEnd& end);

}  // namespace mongokeep::schedule
