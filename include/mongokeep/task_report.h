#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "mongokeep/backup_service.h"
#include "mongokeep/error.h"
#include "mongokeep/hooks.h"
#include "mongokeep/push_report.h"
#include "mongokeep/restore_service.h"
#include "mongokeep/tasks_service.h"

namespace mongokeep {

/// How a task has ended, for those who are told.
struct TaskEnd {
  Task task;
  std::filesystem::path root;
  std::chrono::system_clock::time_point started_at;
  std::chrono::system_clock::time_point finished_at;
  /// What it came to, or why it failed as a whole.
  std::variant<BackupReport, CleanupReport, DrillReport, PushReport, Error> outcome;

  TasksService::Result::Status status() const;
  /// Why it failed; a drill that did not bring back every document has failed as well.
  std::optional<Error> error() const;
  /// Whether it was broken off, so that it has come to nothing.
  bool was_broken_off() const { return std::holds_alternative<Error>(outcome); }
  /// Whether it has come to nothing by what may be over soon: a server that is away, a full disk. Of a push: whether a
  /// required store lacks something for such a reason.
  bool may_go_well_later() const;
};

/// The end as one JSON object on one line: the report that hooks get (docs/reference.md, "The report").
std::string report_text(const TaskEnd& end);

}  // namespace mongokeep
