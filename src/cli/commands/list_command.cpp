#include <utility>
#include <vector>

#include "cli/chosen_root.h"
#include "cli/command.h"
#include "cli/views/clean_backup.h"
#include "cli/views/list_view.h"

namespace mongokeep::cli {

namespace {

Outcome run_list(const Settings& settings, Surroundings& surroundings) {
  std::vector<BackupEntry> backups;
  for (BackupEntry& backup : backup_root(settings, surroundings).list()) {
    backups.push_back(cleaned(std::move(backup), surroundings.console.redactor()));
  }
  if (settings.json) {
    surroundings.console.answer().give(list_json(backups));
  } else if (backups.empty()) {
    const std::string& store = settings.chosen_store;
    surroundings.console.log(
        LogLevel::info, "No backups here",
        {store.empty() ? LogField{"root", settings.backup.root.string()} : LogField{"store", store}});
  } else {
    surroundings.console.print(list_table(backups, settings.backup.time_zone));
  }
  return Outcome::done;
}

}  // namespace

Command list_command() {
  return {
      .name = "list",
      .summary = "Show the backups under a root: status, time, size, counts",
      .arguments = "[STORE:] [OPTIONS]",
      .description =
          "Lists every folder in the root, or in a store (`list offsite:`), the oldest backup first. The status is "
          "`complete`, `partial` (a collection "
          "failed), `damaged` (the manifest cannot be read, or a file is missing or has the wrong size), `legacy` (a "
          "dated folder of an older system), `unreadable` (this user has no permission), `unfinished` (still running, "
          "or left by a run that died) or `foreign` (not a backup).",
      .groups = {SettingGroup::store_choice, SettingGroup::store, SettingGroup::stores, SettingGroup::result,
                 SettingGroup::general},
      .examples = {{"mongokeep list", ""},
                   {"mongokeep list --json | jq 'map(select(.startedAt))[-1].status'",
                    "For scripts: one JSON array, the newest backup last."}},
      .exit_codes = {{"0", "listed, even if there are no backups"},
                     {"1", "the root, or the store, cannot be read"},
                     {"2", "wrong usage or configuration"},
                     {"129", "stopped by SIGHUP (the terminal was closed)"},
                     {"130, 143", "stopped by SIGINT or SIGTERM"}},
      .run = run_list,
  };
}

}  // namespace mongokeep::cli
