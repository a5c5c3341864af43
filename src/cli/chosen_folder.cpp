#include "cli/chosen_folder.h"

#include "archive/chosen_backup.h"
#include "archive/manifest.h"

namespace mongokeep::cli {

std::filesystem::path chosen_folder(const Settings& settings, Surroundings& surroundings) {
  Log log(surroundings.console.log_handler(), surroundings.clock);
  return archive::chosen_backup(settings.backup.root, settings.chosen_backup, surroundings.clock(), log,
                                archive::mark_of_selection(settings.usual_selection));
}

}  // namespace mongokeep::cli
