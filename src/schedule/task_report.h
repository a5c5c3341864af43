#pragma once

#include <optional>
#include <string>
#include <variant>

#include "mongokeep/backup_service.h"
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
  std::variant<BackupReport, CleanupReport, Error> outcome;

  TasksService::Result::Status status() const;
  const Error* error() const { return std::get_if<Error>(&outcome); }
};

/// The end as one JSON object (docs/operations.md, "Hooks").
std::string report_text(const TaskEnd& end);
/// The same without the lists of collections and folders, whose length nothing bounds.
std::string short_report_text(const TaskEnd& end);

}  // namespace mongokeep::schedule
