#include "cli/views/clean_backup.h"

namespace mongokeep::cli {

archive::StoredBackup cleaned(archive::StoredBackup backup, const mongo::Redactor& redactor) {
  backup.problem = redactor.cleaned(backup.problem);
  if (backup.manifest) {
    for (archive::CollectionRecord& record : backup.manifest->collections)
      record.error = redactor.cleaned(record.error);
  }
  return backup;
}

}  // namespace mongokeep::cli
