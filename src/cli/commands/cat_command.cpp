#include <csignal>
#include <stop_token>
#include <string_view>

#include "cli/chosen_root.h"
#include "cli/command.h"
#include "mongokeep/backup_root.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

Outcome run_cat(const Settings& settings, Surroundings& surroundings) {
  if (settings.chosen_backup.empty()) {
    throw Error(ErrorKind::usage, "print", "", "nothing is named",
                "mongokeep cat BACKUP COLLECTION, or mongokeep cat FILE");
  }
  Console& console = surroundings.console;
  std::stop_source stop;
  const StopSignals::Watch watch = surroundings.signals.watch([&] { stop.request_stop(); });
  // Whoever reads has seen enough (`| head`): as of other programs that print, that is the end, and no failure to tell.
  std::signal(SIGPIPE, SIG_DFL);
  const TextSink print = [&](std::string_view text) { console.print(text); };
  if (settings.stored_collection.empty()) {
    read_packed_file(settings.chosen_backup, settings.keys, print, stop.get_token());
  } else {
    backup_root(settings, surroundings)
        .read(settings.chosen_backup, settings.stored_collection, print, stop.get_token());
  }
  return Outcome::done;
}

}  // namespace

Command cat_command() {
  return {
      .name = "cat",
      .summary = "Print a collection's text, decrypted and decompressed",
      .arguments = "BACKUP COLLECTION | FILE [OPTIONS]",
      .description =
          "Prints the stored text of a collection, or of any one file that is packed as ours are (`.zst`, `.age`, "
          "`.zst.age`; its bytes tell), on the standard output, in constant memory.\n\n"
          "What is damaged is found out where it stands: all text before it is printed, none behind it, and the exit "
          "code is 4.",
      .groups = {SettingGroup::backup_choice, SettingGroup::stored_collection, SettingGroup::keys,
                 SettingGroup::passphrase, SettingGroup::downgrade, SettingGroup::store, SettingGroup::general},
      .examples = {{"mongokeep cat latest users | head", ""},
                   {"mongokeep cat 20th_Feb_2024 orders --identity backup.key | jq '.[0]'", "Of an encrypted backup."},
                   {"mongokeep cat orders.json.zst.age --identity backup.key > orders.json",
                    "One file, wherever it lies."}},
      .exit_codes = {{"0", "printed, all of it"},
                     {"1", "it cannot be read, or the standard output takes no more"},
                     {"2", "wrong usage or configuration, no such backup or collection"},
                     {"4", "damaged, or no key opens it; what is printed is not all"},
                     {"5", "a clean-up is removing the backup"},
                     {"129", "stopped by SIGHUP"},
                     {"130, 143", "stopped by SIGINT, SIGTERM"}},
      .run = run_cat,
  };
}

}  // namespace mongokeep::cli
