#include <fmt/format.h>

#include <atomic>
#include <stop_token>
#include <string>
#include <utility>

#include "cli/chosen_root.h"
#include "cli/command.h"
#include "cli/drop_prompt.h"
#include "cli/restore_beside.h"
#include "cli/run_display.h"
#include "cli/views/restore_view.h"
#include "mongokeep/driver_log.h"
#include "mongokeep/error.h"
#include "mongokeep/restore_service.h"

namespace mongokeep::cli {

namespace {

/// What a restore has in common with a backup is set in one place.
RestoreSettings restore_settings(const Settings& settings) {
  RestoreSettings restore = settings.restore;
  restore.root = settings.backup.root;
  restore.stores = settings.stores;
  restore.backup = settings.chosen_backup;
  restore.usual_selection = settings.usual_selection;
  restore.database = settings.backup.database;
  restore.collections = settings.backup.collections;
  restore.excluded_collections = settings.backup.excluded_collections;
  restore.included_namespaces = settings.backup.included_namespaces;
  restore.excluded_namespaces = settings.backup.excluded_namespaces;
  restore.parallel_collections = settings.backup.parallel_collections;
  restore.keys = settings.keys;
  restore.dry_run = settings.dry_run;
  return restore;
}

void print_report(const RestoreReport& report, const Settings& settings, Console& console) {
  if (settings.json) {
    const auto unprinted = report.is_dry_run ? Answer::Unprinted::fails : Answer::Unprinted::is_told;
    return console.answer().give(report_json(report), unprinted);
  }
  const std::string text = restore_text(report, console.print_width());
  if (report.is_dry_run) return console.print(text);
  if (!settings.quiet) console.print_done(text);
}

/// A connection string with a secret is not repeated: the line takes it from a variable.
std::string as_the_line_does(const std::string& line) {
  const bool needs_variable = line.find("$MONGOKEEP_URI") != std::string::npos;
  return fmt::format(", as this line does{}:\n  {}",
                     needs_variable ? " (first set MONGOKEEP_URI to your connection string)" : "", line);
}

/// The restore; a refusal of a filled target ends with the line that restores beside it.
RestoreReport restored(RestoreService& service, const std::vector<std::string>& words, const std::stop_token& stop) {
  try {
    return service.restore(stop);
  } catch (const TargetNotEmpty& refusal) {
    const auto line = line_beside(words, refusal.beside());
    if (!line) throw;
    throw refusal.with_hint(refusal.hint() + as_the_line_does(*line));
  }
}

Outcome run_restore(const Settings& settings, Surroundings& surroundings) {
  if (settings.chosen_backup.empty()) {
    throw Error(ErrorKind::usage, "restore a backup", "", "no backup was given", name_one_hint(settings));
  }
  settings.require_uri("restore");
  Console& console = surroundings.console;
  const DriverLog driver_log(console.log_handler(), surroundings.clock);
  RestoreService service(settings.uri, restore_settings(settings));
  service.set_clock(surroundings.clock);
  RunDisplay display(console, settings);
  display.show_runs_of(service);
  std::stop_source stop;
  std::atomic<bool> is_asking = false;
  const StopSignals::Watch watch = surroundings.signals.watch([&] {
    stop.request_stop();
    console.log(
        LogLevel::warning,
        is_asking ? "Stopping: nothing was changed" : "Stopping: documents already written stay in the database", {});
  });
  if (!settings.is_drop_confirmed && can_ask()) {
    service.set_drop_confirmation([&](const DropQuestion& question) {
      is_asking = true;
      const bool is_confirmed = confirm_drop(question, console, stop.get_token());
      is_asking = stop.stop_requested();
      return is_confirmed;
    });
  }
  RestoreReport made = restored(service, surroundings.words, stop.get_token());
  const Outcome outcome = done_or_partial(made.is_whole());
  if (!settings.dry_run) surroundings.done = outcome;
  const RestoreReport report = cleaned(std::move(made), console.redactor());
  print_report(report, settings, console);
  return outcome;
}

}  // namespace

Command restore_command() {
  return {
      .name = "restore",
      .summary = "Restore a backup into a database",
      .arguments = "BACKUP --uri URI [OPTIONS]",
      .description =
          "Creates each collection with its options, inserts its documents and builds its indexes. Views come last. "
          "Before anything is changed, every file is checked against the manifest. A backup of one database is "
          "restored into the database of --uri or --db; without either, into the database it came from. In a backup of "
          "all databases, --uri or --db selects one of them.\n\n"
          "If a collection already contains documents, restore refuses to start unless --drop or --mode says what to "
          "do with them. On a terminal, --drop shows what it would drop and asks you to type the database's name; "
          "--yes skips the question.\n\n"
          "If the server refuses something (a duplicate, a document that fails validation, an index, an option), "
          "restore reports it, continues with the rest, and exits with 3.\n\n"
          "Dated folders of older systems have no manifest. They can be restored too, but plain JSON does not store "
          "all types: see --guessTypes.",
      .groups = {SettingGroup::backup_choice, SettingGroup::connection, SettingGroup::parallelism,
                 SettingGroup::database_choice, SettingGroup::choice_of_collections, SettingGroup::restoring,
                 SettingGroup::keys, SettingGroup::passphrase, SettingGroup::downgrade, SettingGroup::legacy,
                 SettingGroup::rehearsal, SettingGroup::store, SettingGroup::stores, SettingGroup::result,
                 SettingGroup::progress, SettingGroup::general},
      .examples = {{"mongokeep restore latest --uri mongodb://127.0.0.1:27017/shop", "Into an empty database."},
                   {"mongokeep restore 20th_Feb_2024 --uri mongodb://127.0.0.1/shop --drop",
                    "Drops the collections and restores that day's."},
                   {"mongokeep restore latest --uri mongodb://127.0.0.1/shop_copy",
                    "Into a second database, beside the first."},
                   {"mongokeep restore latest --uri mongodb://127.0.0.1/shop --mode missingOnly",
                    "Only documents that are missing."},
                   {"mongokeep restore latest -c users --query '\"ada\"' --mode upsert", "One document."},
                   {"mongokeep restore latest --uri mongodb://127.0.0.1/shop --drop --dryRun",
                    "Shows what would be done, and whether it is possible."}},
      .exit_codes = {{"0", "everything was restored"},
                     {"1", "failed: no connection, or the backup cannot be read"},
                     {"2",
                      "wrong usage or configuration, no such backup, the target is not empty, or a drop was not "
                      "confirmed; nothing was changed"},
                     {"3", "partial: something was refused, or the backup itself is partial"},
                     {"4", "the backup is damaged, or no key opens it; nothing was changed"},
                     {"5", "a clean-up is removing the backup"},
                     {"129", "stopped by SIGHUP (the terminal was closed); documents already written stay"},
                     {"130, 143", "stopped by SIGINT or SIGTERM; documents already written stay"}},
      .warns_of_exposure = true,
      .run = run_restore,
  };
}

}  // namespace mongokeep::cli
