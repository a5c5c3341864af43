#include "cli/chosen_root.h"

#include "base/text/shell_word.h"

namespace mongokeep::cli {

BackupRoot backup_root(const Settings& settings, Surroundings& surroundings) {
  BackupRoot root({settings.backup.root, settings.usual_selection, settings.keys});
  root.set_clock(surroundings.clock);
  root.set_log_handler(surroundings.console.log_handler());
  return root;
}

std::string name_one_hint(const Settings& settings) {
  return "Name a backup, or `latest`; `mongokeep list --root " + shell_word(settings.backup.root.string()) +
         "` shows the backups";
}

}  // namespace mongokeep::cli
