#include "cli/chosen_root.h"
#include "cli/command.h"
#include "cli/views/clean_backup.h"
#include "cli/views/show_view.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

Outcome run_show(const Settings& settings, Surroundings& surroundings) {
  if (settings.chosen_backup.empty()) {
    throw Error(ErrorKind::usage, "show a backup", "", "no backup was given", name_one_hint(settings));
  }
  Console& console = surroundings.console;
  const BackupEntry backup =
      cleaned(backup_root(settings, surroundings).show(settings.chosen_backup), console.redactor());
  if (settings.json) {
    console.answer().give(show_json(backup));
  } else {
    console.print(show_text(backup, settings.backup.time_zone, console.print_width()));
  }
  // Shown as far as that goes, and still no success: a script must not take it for a good one.
  if (backup.state == BackupState::damaged || backup.state == BackupState::unreadable) {
    const bool is_damaged = backup.state == BackupState::damaged;
    throw Error(is_damaged ? ErrorKind::damaged : ErrorKind::storage, "rely on the backup", backup.path.string(),
                backup.problem);
  }
  return Outcome::done;
}

}  // namespace

Command show_command() {
  return {
      .name = "show",
      .summary = "Show one backup: its collections, counts and failures",
      .arguments = "BACKUP [OPTIONS]",
      .description =
          "Prints the contents of a backup's manifest. For a folder without a manifest, show says what the folder is. "
          "Without a key, an encrypted backup shows names, counts, sizes and times; --identity shows the rest.",
      .groups = {SettingGroup::backup_choice, SettingGroup::keys, SettingGroup::passphrase, SettingGroup::store,
                 SettingGroup::stores, SettingGroup::result, SettingGroup::general},
      .examples = {{"mongokeep show latest", ""},
                   {"mongokeep show 20th_Feb_2024 --root /srv/backup", ""},
                   {"mongokeep show latest --json | jq '.collections[].documentCount'", ""}},
      .exit_codes = {{"0", "shown"},
                     {"1", "the root does not exist, or the backup cannot be read"},
                     {"2", "wrong usage or configuration, or no such backup"},
                     {"4", "the backup is damaged, or the identity does not open it"},
                     {"5", "a clean-up is removing the backup"},
                     {"129", "stopped by SIGHUP (the terminal was closed)"},
                     {"130, 143", "stopped by SIGINT or SIGTERM"}},
      .run = run_show,
  };
}

}  // namespace mongokeep::cli
