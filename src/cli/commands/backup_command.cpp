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
  display.show_runs_of(service);
  std::stop_source stop;
  const StopSignals::Watch watch = surroundings.signals.watch([&] {
    stop.request_stop();
    console.log(LogLevel::warning, "Stopping: the unfinished backup will be removed", {});
  });
  const BackupReport report = TaskAnswer(Task::backup, settings, surroundings).about([&] {
    BackupReport made = service.create_backup(stop.get_token());
    surroundings.done = done_or_partial(made.is_whole());
    return made;
  });
  if (!settings.quiet && !settings.json) console.print_done(report.folder.string() + "\n");
  return *surroundings.done;
}

}  // namespace

Command backup_command() {
  return {
      .name = "backup",
      .summary = "Make one backup, now",
      .arguments = "--uri URI [OPTIONS]",
      .description =
          "Copies every collection of a database into a new dated folder under the root. Each collection becomes one "
          "JSON file: an array of its documents, sorted by _id. A manifest describes the files. Prints the path of the "
          "new folder.\n\n"
          "If a collection fails, the backup reports it, continues with the others, and exits with 3. The folder gets "
          "its final name only after every file is on the disk and has been read back.\n\n"
          "The backup warns about each collection that is empty, much smaller or missing compared with the newest "
          "complete backup. Such a backup still counts as complete.",
      .groups = {SettingGroup::connection, SettingGroup::reading, SettingGroup::parallelism,
                 SettingGroup::database_choice, SettingGroup::choice_of_collections, SettingGroup::selection,
                 SettingGroup::store, SettingGroup::form, SettingGroup::encryption, SettingGroup::passphrase,
                 SettingGroup::alarms, SettingGroup::progress, SettingGroup::result, SettingGroup::general},
      .examples = {{"mongokeep backup --uri mongodb://127.0.0.1:27017/shop", "The whole database, into ./backup."},
                   {"MONGOKEEP_URI_FILE=/run/secrets/uri mongokeep backup --root /srv/backup",
                    "Keeps the password off the command line."},
                   {"mongokeep backup --uri mongodb://db1/shop --model User --model Person=people",
                    "Only the collections of these models."},
                   {"mongokeep backup --uri mongodb://db1/shop --compression zstd --recipient age1…",
                    "Compressed, and encrypted for one key."},
                   {"mongokeep backup --config /etc/mongokeep.toml --quiet",
                    "From cron: prints nothing unless something is wrong."}},
      .exit_codes = {{"0", "complete"},
                     {"1", "failed, nothing was published"},
                     {"2", "wrong usage or configuration"},
                     {"3",
                      "partial: published, but a collection failed or the root could not be synced. The log and "
                      "`mongokeep show FOLDER` (the folder that was printed) say which"},
                     {"4", "a file read back from the disk differs from what was written; nothing was published"},
                     {"5", "another run holds the root's lock"},
                     {"129", "stopped by SIGHUP (the terminal was closed); nothing was published"},
                     {"130, 143", "stopped by SIGINT or SIGTERM; nothing was published"}},
      .warns_of_exposure = true,
      .run = run_backup,
  };
}

}  // namespace mongokeep::cli
