#pragma once

#include "cli/command.h"
#include "cli/run_display.h"
#include "mongokeep/backup_service.h"
#include "mongokeep/restore_service.h"
#include "mongokeep/store_service.h"
#include "mongokeep/tasks_service.h"

namespace mongokeep::cli {

/// The tasks of one configuration, and what they are done with; runs show on the console. Borrows the surroundings.
class TaskServices {
 public:
  /// Throws Error{configuration} for settings that no service can be made of.
  TaskServices(const Settings& settings, Surroundings& surroundings);

  TasksService& tasks() { return tasks_; }

 private:
  RunDisplay display_;
  RunDisplay push_display_;  ///< of its own: a push runs beside another task
  BackupService backups_;
  RestoreService drills_;
  StoreService stores_;
  TasksService tasks_;
};

}  // namespace mongokeep::cli
