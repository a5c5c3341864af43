#include "cli/chosen_root.h"

#include "base/text/shell_word.h"

namespace mongokeep::cli {

BackupRoot backup_root(const Settings& settings, Surroundings& surroundings) {
  BackupRoot root({.root = settings.backup.root,
                   .usual_selection = settings.usual_selection,
                   .keys = settings.keys,
                   .stores = settings.stores,
                   .store = settings.chosen_store});
  root.set_clock(surroundings.clock);
  root.set_log_handler(surroundings.console.log_handler());
  return root;
}

std::string name_one_hint(const Settings& settings) {
  return "Name a backup, or `latest`; `mongokeep list --root " + shell_word(settings.backup.root.string()) +
         "` shows the backups";
}

}  // namespace mongokeep::cli
