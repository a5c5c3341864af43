#include <stop_token>

#include "cli/chosen_root.h"
#include "cli/command.h"
#include "cli/run_display.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

Outcome run_rewrap(const Settings& settings, Surroundings& surroundings) {
  if (settings.chosen_backup.empty()) {
    throw Error(ErrorKind::usage, "rewrap a backup", "", "none is named", name_one_hint(settings));
  }
  Console& console = surroundings.console;
  std::stop_source stop;
  const StopSignals::Watch watch = surroundings.signals.watch([&] {
    stop.request_stop();
    console.log(LogLevel::warning, "Asked to stop: the backup stays as it was", {});
  });
  RunDisplay display(console, settings);
  BackupRoot root = backup_root(settings, surroundings);
  root.set_log_handler(display.log_handler());
  root.set_progress_observer(display.observer());
  const RewrapReport done = root.rewrap(settings.chosen_backup, settings.backup.encryption, stop.get_token());
  if (settings.json) {
    console.answer().give(
        {{"backupPath", done.folder.string()}, {"fileCount", done.files}, {"recipientCount", done.recipients}},
        Answer::Unprinted::is_told);
  } else if (!settings.quiet) {
    console.print_done(done.folder.string() + "\n");
  }
  return Outcome::done;
}

}  // namespace

Command rewrap_command() {
  return {
      .name = "rewrap",
      .summary = "Let other recipients than before open a backup",
      .arguments = "BACKUP --identity FILE --recipient age1… [OPTIONS]",
      .description =
          "Wraps the key of each file of an encrypted backup anew, for the recipients that are named now; all others "
          "can "
          "no longer open it. The encrypted text itself stays as it is, byte for byte. Takes an identity that opens "
          "the "
          "backup.\n\n"
          "The new folder is made beside the old one and exchanged with it in one step, so that an interruption leaves "
          "the one or the other, whole; meanwhile both take their room. The backup keeps its age.\n\n"
          "Who has kept a copy of the old files, and a key to them, can read them for ever.",
      .groups = {SettingGroup::backup_choice, SettingGroup::keys, SettingGroup::passphrase, SettingGroup::encryption,
                 SettingGroup::store, SettingGroup::progress, SettingGroup::result, SettingGroup::general},
      .examples = {{"mongokeep rewrap latest --identity old.key --recipientsFile recipients.txt",
                    "After a new key was made."}},
      .exit_codes = {{"0", "done"},
                     {"1", "failed; the backup is as it was"},
                     {"2", "wrong usage or configuration, no such backup, or one that is not encrypted"},
                     {"4", "the backup is damaged, or no key opens it; nothing was changed"},
                     {"5", "another run holds the root's lock, or somebody reads the backup"},
                     {"129", "stopped by SIGHUP; the backup is as it was"},
                     {"130, 143", "stopped by SIGINT, SIGTERM; the backup is as it was"}},
      .run = run_rewrap,
  };
}

}  // namespace mongokeep::cli
