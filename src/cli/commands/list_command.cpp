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
    surroundings.console.log(LogLevel::info, "No backups here", {{"root", settings.backup.root.string()}});
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
      .arguments = "[OPTIONS]",
      .description =
          "Lists every folder in the root, the oldest backup first. Status is `complete`, `partial` (some "
          "collection failed), `damaged` (the manifest cannot be read, or a file that it names is not there whole), "
          "`legacy` (an older system's dated "
          "folder), `unreadable` (the file system does not let this user look), `unfinished` (running, or left by a "
          "run that died) or `foreign` (not a backup).",
      .groups = {SettingGroup::store, SettingGroup::result, SettingGroup::general},
      .examples = {{"mongokeep list", ""},
                   {"mongokeep list --json | jq 'map(select(.startedAt))[-1].status'",
                    "For scripts: one JSON array, the newest backup last."}},
      .exit_codes = {{"0", "listed, even where there is nothing to list"},
                     {"1", "the root cannot be read"},
                     {"2", "wrong usage or configuration"}},
      .run = run_list,
  };
}

}  // namespace mongokeep::cli
