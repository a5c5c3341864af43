#include <stop_token>

#include "cli/command.h"
#include "cli/run_display.h"
#include "mongokeep/store_service.h"

namespace mongokeep::cli {

namespace {

Outcome run_pull(const Settings& settings, Surroundings& surroundings) {
  if (settings.chosen_backup.empty()) {
    throw Error(ErrorKind::usage, "bring back a backup", "", "no backup was given",
                "Name one in a store, such as offsite:latest; `mongokeep stores` shows the stores");
  }
  Console& console = surroundings.console;
  std::stop_source stop;
  const StopSignals::Watch watch = surroundings.signals.watch([&] {
    stop.request_stop();
    console.log(LogLevel::warning, "Stopping", {});
  });
  RunDisplay display(console, settings);
  StoreService service(settings.store_service_settings());
  display.show_runs_of(service);
  service.set_clock(surroundings.clock);
  const PullReport done = service.pull(settings.chosen_backup, stop.get_token());
  surroundings.done = done_or_partial(done.unsynced.empty());
  if (settings.json) {
    console.answer().give({{"backupPath", done.folder.string()},
                           {"fileCount", done.files},
                           {"storedBytes", done.bytes},
                           {"unsynced", done.unsynced.empty() ? Json() : Json(done.unsynced)}},
                          Answer::Unprinted::is_told);
  } else if (!settings.quiet) {
    console.print_done(done.folder.string() + "\n");
  }
  return *surroundings.done;
}

}  // namespace

Command pull_command() {
  return {
      .name = "pull",
      .summary = "Bring a backup back from a store",
      .arguments = "STORE:BACKUP [OPTIONS]",
      .description =
          "Copies a backup from a store into the root, under its own name. Each file is compared with the manifest; a "
          "backup that is damaged in the store is not brought back. Needs no key for an encrypted backup. Backups and "
          "clean-ups of the root go on meanwhile.\n\n"
          "To restore, verify or read a backup there is no need to pull it: these commands take STORE:BACKUP as well.",
      .groups = {SettingGroup::backup_choice, SettingGroup::store, SettingGroup::stores, SettingGroup::progress,
                 SettingGroup::result, SettingGroup::general},
      .examples = {{"mongokeep pull offsite:latest", "The newest complete backup in the store."},
                   {"mongokeep pull offsite:20th_Feb_2024 --root /srv/backup", ""}},
      .exit_codes = {{"0", "brought back"},
                     {"1", "failed: the store cannot be read, or the root cannot be written"},
                     {"2", "wrong usage or configuration, no such backup, or the root has one of this name"},
                     {"3", "brought back, but a loss of power may destroy it; see the error"},
                     {"4", "the store's copy is damaged; nothing was made"},
                     {"5", "another run holds the root's lock"},
                     {"129", "stopped by SIGHUP; nothing was made"},
                     {"130, 143", "stopped by SIGINT or SIGTERM; nothing was made"}},
      .always_uses_stores = true,
      .run = run_pull,
  };
}

}  // namespace mongokeep::cli
