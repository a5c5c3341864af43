#include <chrono>
#include <optional>
#include <stop_token>

#include "base/text/counted.h"
#include "cli/chosen_root.h"
#include "cli/command.h"
#include "cli/run_display.h"
#include "cli/views/drill_view.h"
#include "cli/views/verify_view.h"
#include "mongokeep/connection_string.h"
#include "mongokeep/driver_log.h"
#include "mongokeep/error.h"
#include "mongokeep/restore_service.h"
#include "mongokeep/verify_service.h"

namespace mongokeep::cli {

namespace {

VerifySettings verify_settings(const Settings& settings) {
  VerifySettings verify;
  verify.root = settings.backup.root;
  verify.stores = settings.stores;
  verify.backup = settings.chosen_backup;
  verify.depth = settings.quick ? VerifySettings::Depth::quick : VerifySettings::Depth::full;
  verify.keys = settings.keys;
  verify.convert_legacy_indexes = settings.restore.convert_legacy_indexes;
  verify.parallel_files = settings.backup.parallel_collections;
  return verify;
}

/// What is printed sums up as well.
RunDisplay::Summary summary_for(const Settings& settings, const Console& console) {
  const bool is_beside = console.print_width().has_value() && !settings.json;
  return is_beside ? RunDisplay::Summary::in_result : RunDisplay::Summary::here;
}

Verification check(VerifyService& service, Surroundings& surroundings, const std::stop_token& stop) {
  const auto started_at = surroundings.clock();
  Verification found;
  found.report = cleaned(service.verify(stop), surroundings.console.redactor());
  found.took = std::chrono::duration_cast<std::chrono::milliseconds>(surroundings.clock() - started_at);
  return found;
}

ComparisonReport compare(VerifyService& service, const Settings& settings, Console& console,
                         const std::stop_token& stop) {
  return cleaned(service.compare_with(settings.against, settings.backup.database, stop), console.redactor());
}

/// Of a sound backup.
Outcome outcome_of(const Verification& found) {
  const bool is_same = !found.comparison || found.comparison->is_same();
  const bool is_proven = !found.drill || found.drill->is_proof();
  return done_or_partial(is_same && is_proven);
}

DrillReport drill(RestoreService& service, const Settings& settings, Console& console, const std::stop_token& stop) {
  return cleaned(service.drill(settings.tasks.drill_database, stop), console.redactor());
}

void print(const Verification& found, const Settings& settings, Console& console) {
  if (settings.json) return console.answer().give(verify_json(found));
  const bool is_well = found.report.damages.empty() && outcome_of(found) == Outcome::done;
  // A reader that has gone away must not take a verdict with it that the exit code tells.
  if (!is_well) return console.print_done(verify_text(found));
  if (!settings.quiet) console.print(verify_text(found));
}

/// What is asked for beside the check of the files, once that has found them sound.
void go_on(Verification& found, VerifyService& service, RestoreService* drills, const Settings& settings,
           Console& console, const std::stop_token& stop) {
  if (!settings.against.empty()) found.comparison = compare(service, settings, console, stop);
  if (drills != nullptr) found.drill = drill(*drills, settings, console, stop);
}

/// The damages in one, for who reads no more than the error.
Error damage_of(const VerifyReport& report) {
  const std::size_t count = report.damages.size();
  return Error(ErrorKind::damaged, "rely on the backup", report.folder.string(),
               count == 1 ? report.damages.front().problem : "it is damaged in " + counted(count, "place"));
}

Outcome run_verify(const Settings& given, Surroundings& surroundings) {
  if (given.chosen_backup.empty()) {
    throw Error(ErrorKind::usage, "verify a backup", "", "no backup was given", name_one_hint(given));
  }
  Console& console = surroundings.console;
  // Found once: the next step must not be about another backup.
  Settings settings = given;
  settings.chosen_backup = backup_root(given, surroundings).find(given.chosen_backup).string();
  const DriverLog driver_log(console.log_handler(), surroundings.clock);
  VerifyService service(verify_settings(settings));
  service.set_clock(surroundings.clock);
  RunDisplay display(console, settings, summary_for(settings, console));
  display.show_runs_of(service);
  std::optional<RestoreService> drills;
  if (settings.drill || !settings.against.empty()) check_rereadable({}, settings.keys);
  if (settings.drill) {
    if (settings.uri_of_drills().empty()) settings.require_uri("drill");
    drills.emplace(settings.uri_of_drills(), settings.drill_settings());
    drills->set_clock(surroundings.clock);
    display.show_runs_of(*drills);
  }
  // Before hours are spent on reading the backup.
  if (!settings.against.empty()) check_connection_string(settings.against);
  std::stop_source stop;
  const StopSignals::Watch watch = surroundings.signals.watch([&] {
    stop.request_stop();
    console.log(LogLevel::warning, "Stopping: the remaining files are not checked", {});
  });

  Verification found = check(service, surroundings, stop.get_token());
  const bool is_sound = found.report.damages.empty();
  try {
    if (is_sound) go_on(found, service, drills ? &*drills : nullptr, settings, console, stop.get_token());
  } catch (const Error&) {
    print(found, settings, console);
    throw;
  }
  print(found, settings, console);
  if (!is_sound) throw AlreadyTold{damage_of(found.report)};
  const auto failure = found.drill ? found.drill->failure() : std::nullopt;
  if (failure) throw AlreadyTold{*failure};
  return outcome_of(found);
}

}  // namespace

Command verify_command() {
  return {
      .name = "verify",
      .summary = "Check that a backup is intact",
      .arguments = "BACKUP [OPTIONS]",
      .description =
          "Reads the whole backup from the disk. Checks the size and checksum of each file, the syntax of every "
          "document, the order of the `_id`s, and the number of documents against the manifest. Reports files that are "
          "missing and files that do not belong to the backup. Prints each problem with its file, line and column, "
          "then one line of summary. Changes nothing.\n\n"
          "--against also compares a sound backup with a live database, byte for byte: documents, options and indexes. "
          "Documents written since the backup are reported as differences.\n\n"
          "--drill tests the restore itself. It restores the backup into a scratch database, compares every document "
          "with the stored one, and drops the scratch database. The scratch database must not exist before.\n\n"
          "To check the documents of an encrypted backup, give --identity. Without it, verify checks sizes and "
          "checksums only, and says so in a note.\n\n"
          "If the manifest is damaged or missing, verify checks only the syntax of the files and their documents. The "
          "same applies to folders of older systems, which have no manifest.",
      .groups = {SettingGroup::backup_choice, SettingGroup::verification, SettingGroup::connection, SettingGroup::drill,
                 SettingGroup::database_choice, SettingGroup::keys, SettingGroup::passphrase, SettingGroup::downgrade,
                 SettingGroup::legacy, SettingGroup::parallelism, SettingGroup::store, SettingGroup::stores,
                 SettingGroup::result, SettingGroup::progress, SettingGroup::general},
      .examples = {{"mongokeep verify latest", "Checks the whole newest backup."},
                   {"mongokeep verify 20th_Feb_2024 --root /srv/backup --quick", "Checks sizes and checksums only."},
                   {"mongokeep verify latest --against mongodb://127.0.0.1:27017/shop",
                    "Shows what has changed in the database since."},
                   {"mongokeep verify latest --drill --uri mongodb://127.0.0.1:27017",
                    "Tests whether it can be restored."},
                   {"mongokeep verify latest --json | jq '.damages[].filePath'", ""}},
      .exit_codes =
          {{"0", "sound, and with --against the same as the database"},
           {"1", "the backup cannot be read, or the server cannot be reached"},
           {"2", "wrong usage or configuration, or no such backup"},
           {"3", "sound, but the database differs, or in a drill the server refused an option, an index or a view"},
           {"4", "damaged, or a drill did not restore a document as it is stored"},
           {"5", "a clean-up is removing the backup"},
           {"129", "stopped by SIGHUP (the terminal was closed)"},
           {"130, 143", "stopped by SIGINT or SIGTERM"}},
      .warns_of_exposure = true,
      .run = run_verify,
  };
}

}  // namespace mongokeep::cli
