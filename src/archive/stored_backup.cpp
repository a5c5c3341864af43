#include "archive/stored_backup.h"

namespace mongokeep::archive {

std::optional<BackupHead> head_of(const StoredBackup& backup) {
  return backup.manifest ? head_of(*backup.manifest) : backup.damaged_head;
}

}  // namespace mongokeep::archive
