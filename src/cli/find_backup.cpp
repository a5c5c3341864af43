#include "cli/find_backup.h"

#include "archive/backup_search.h"
#include "archive/manifest.h"
#include "base/shell_word.h"

namespace mongokeep::cli {

std::filesystem::path find_backup(const Settings& settings, Surroundings& surroundings) {
  Log log(surroundings.console.log_handler(), surroundings.clock);
  return archive::find_backup(settings.backup.root, settings.chosen_backup, surroundings.clock(), log,
                              archive::mark_of_selection(settings.usual_selection));
}

std::string name_one_hint(const Settings& settings) {
  return "Name a backup, or `latest`; `mongokeep list --root " + shell_word(settings.backup.root.string()) +
         "` shows the backups";
}

}  // namespace mongokeep::cli
