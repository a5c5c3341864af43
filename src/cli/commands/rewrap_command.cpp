#include <stop_token>

#include "cli/chosen_root.h"
#include "cli/command.h"
#include "cli/run_display.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

Outcome run_rewrap(const Settings& settings, Surroundings& surroundings) {
  if (settings.chosen_backup.empty()) {
    throw Error(ErrorKind::usage, "rewrap a backup", "", "no backup was given", name_one_hint(settings));
  }
  Console& console = surroundings.console;
  std::stop_source stop;
  const StopSignals::Watch watch = surroundings.signals.watch([&] {
    stop.request_stop();
    console.log(LogLevel::warning, "Stopping", {});
  });
  RunDisplay display(console, settings);
  BackupRoot root = backup_root(settings, surroundings);
  display.show_runs_of(root);
  const RewrapReport done = root.rewrap(settings.chosen_backup, settings.backup.encryption, stop.get_token());
  surroundings.done = done_or_partial(done.unsynced.empty());
  if (settings.json) {
    console.answer().give({{"backupPath", done.folder.string()},
                           {"fileCount", done.files},
                           {"recipientCount", done.recipients},
                           {"unsynced", done.unsynced.empty() ? Json() : Json(console.without_secrets(done.unsynced))}},
                          Answer::Unprinted::is_told);
  } else if (!settings.quiet) {
    console.print_done(done.folder.string() + "\n");
  }
  return *surroundings.done;
}

}  // namespace

Command rewrap_command() {
  return {
      .name = "rewrap",
      .summary = "Change who can decrypt a backup",
      .arguments = "BACKUP --identity FILE --recipient age1… [OPTIONS]",
      .description =
          "Encrypts the keys of an encrypted backup's files for the given recipients. Only these recipients can open "
          "the backup afterwards. The encrypted data itself is copied unchanged. Needs an identity that opens the "
          "backup.\n\n"
          "Rewrap writes a new folder beside the old one, then exchanges the two in one step. An interruption leaves "
          "one complete backup, old or new. Until the end, both take disk space. The age of the backup does not "
          "change.\n\n"
          "Anyone who has a copy of the old files and an old key can still read that copy.",
      .groups = {SettingGroup::backup_choice, SettingGroup::keys, SettingGroup::passphrase, SettingGroup::encryption,
                 SettingGroup::store, SettingGroup::progress, SettingGroup::result, SettingGroup::general},
      .examples = {{"mongokeep rewrap latest --identity old.key --recipientsFile recipients.txt",
                    "Replaces an old key."}},
      .exit_codes = {{"0", "done"},
                     {"1", "failed; the backup is unchanged, unless the error says that this is unknown"},
                     {"2", "wrong usage or configuration, no such backup, or the backup is not encrypted"},
                     {"3", "done, but a loss of power may bring the old backup back; see the error"},
                     {"4", "the backup is damaged, or no key opens it; nothing was changed"},
                     {"5", "another run holds the root's lock, or the backup is being read"},
                     {"129", "stopped by SIGHUP; the backup is complete, old or new"},
                     {"130, 143", "stopped by SIGINT or SIGTERM; the backup is complete, old or new"}},
      .warns_of_exposure = true,
      .run = run_rewrap,
  };
}

}  // namespace mongokeep::cli
