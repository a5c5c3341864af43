#include "cli/find_backup.h"

#include "archive/backup_search.h"
#include "archive/manifest.h"

namespace mongokeep::cli {

std::filesystem::path find_backup(const Settings& settings, Surroundings& surroundings) {
  Log log(surroundings.console.log_handler(), surroundings.clock);
  return archive::find_backup(settings.backup.root, settings.chosen_backup, surroundings.clock(), log,
                              archive::mark_of_selection(settings.usual_selection));
}

}  // namespace mongokeep::cli
