#include <stop_token>

#include "cli/command.h"
#include "cli/run_display.h"
#include "cli/task_answer.h"
#include "mongokeep/backup_service.h"
#include "mongokeep/driver_log.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

Outcome run_backup(const Settings& settings, Surroundings& surroundings) {
  settings.require_uri("back up");
  Console& console = surroundings.console;
  const DriverLog driver_log(console.log_handler(), surroundings.clock);
  BackupService service(settings.uri, settings.backup_settings());
  service.set_clock(surroundings.clock);
  RunDisplay display(console, settings);
  service.set_log_handler(display.log_handler());
  service.set_progress_observer(display.observer());
  std::stop_source stop;
  const StopSignals::Watch watch = surroundings.signals.watch([&] {
    stop.request_stop();
    console.log(LogLevel::warning, "Asked to stop: the unfinished backup is given up", {});
  });
  const BackupReport report =
      TaskAnswer(Task::backup, settings, surroundings).about([&] { return service.create_backup(stop.get_token()); });
  if (!settings.quiet && !settings.json) console.print_done(report.folder.string() + "\n");
  return report.is_whole() ? Outcome::done : Outcome::partial;
}

}  // namespace

Command backup_command() {
  return {
      .name = "backup",
      .summary = "Make one backup, now",
      .arguments = "--uri URI [OPTIONS]",
      .description =
          "Copies every collection of a database into a new dated folder under the root: one JSON array for each "
          "collection, sorted by _id, with a manifest. Prints the folder's path.\n\n"
          "A collection that fails is reported and left out, and the others go on; the exit code is then 3. Nothing "
          "appears under its final name before all of it is on the disk and was read back.\n\n"
          "A collection that has come back empty, has shrunk or is gone since the newest complete backup is a warning: "
          "the backup is complete all the same.",
      .groups = {SettingGroup::connection, SettingGroup::reading, SettingGroup::parallelism,
                 SettingGroup::database_choice, SettingGroup::choice_of_collections, SettingGroup::selection,
                 SettingGroup::store, SettingGroup::form, SettingGroup::encryption, SettingGroup::passphrase,
                 SettingGroup::alarms, SettingGroup::progress, SettingGroup::result, SettingGroup::general},
      .examples = {{"mongokeep backup --uri mongodb://127.0.0.1:27017/shop", "The whole database, into ./backup."},
                   {"MONGOKEEP_URI_FILE=/run/secrets/uri mongokeep backup --root /srv/backup",
                    "Nothing secret on the command line."},
                   {"mongokeep backup --uri mongodb://db1/shop --model User --model Person=people",
                    "What an application's models need."},
                   {"mongokeep backup --uri mongodb://db1/shop --compression zstd --recipient age1…",
                    "Small, and for the holder of the key alone."},
                   {"mongokeep backup --config /etc/mongokeep.toml --quiet",
                    "From cron: silent unless something is wrong."}},
      .exit_codes = {{"0", "complete"},
                     {"1", "failed, nothing was published"},
                     {"2", "wrong usage or configuration"},
                     {"3",
                      "partial: published, but some collection failed, or the root could not be synced; the log says "
                      "which, and so does "
                      "`mongokeep show FOLDER` with the folder that was printed"},
                     {"4", "a file that was read back was not what had been written; nothing was published"},
                     {"5", "another run holds the root's lock"},
                     {"129", "stopped by SIGHUP: the terminal has gone; nothing was published"},
                     {"130, 143", "stopped by SIGINT, SIGTERM; nothing was published"}},
      .run = run_backup,
  };
}

}  // namespace mongokeep::cli
