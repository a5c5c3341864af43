#include "cli/task_services.h"

namespace mongokeep::cli {

TaskServices::TaskServices(const Settings& settings, Surroundings& surroundings)
    : display_(surroundings.console, settings),
      push_display_(surroundings.console, settings),
      backups_(settings.uri, settings.backup_settings()),
      drills_(settings.uri_of_drills(), settings.drill_settings()),
      stores_(settings.store_service_settings()),
      tasks_(backups_, drills_, settings.tasks) {
  backups_.set_clock(surroundings.clock);
  display_.show_runs_of(backups_);
  drills_.set_clock(surroundings.clock);
  display_.show_runs_of(drills_);
  stores_.set_clock(surroundings.clock);
  push_display_.show_runs_of(stores_);
  if (!settings.stores.stores.empty()) tasks_.set_stores(stores_);
  tasks_.set_clock(surroundings.clock);
  tasks_.set_log_handler(surroundings.console.log_handler());
}

}  // namespace mongokeep::cli
