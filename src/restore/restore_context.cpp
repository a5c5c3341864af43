#include "restore/restore_context.h"

#include "archive/backup_search.h"
#include "keys/key_files.h"
#include "store/stores.h"

namespace mongokeep::restore {

archive::OpenBackup open_backup(const RestoreContext& context, const char* operation) {
  const RestoreSettings& settings = context.settings;
  auto backup = archive::OpenBackup::open(
      archive::find_backup(store::roots_of(settings.root, settings.stores, context.stop), settings.backup,
                           context.clock(), context.log, archive::mark_of_selection(settings.usual_selection)),
      keys::read_keys(settings.keys));
  backup.require_open(operation);
  return backup;
}

}  // namespace mongokeep::restore
