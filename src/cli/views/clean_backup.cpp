#include "cli/views/clean_backup.h"

#include <utility>

namespace mongokeep::cli {

archive::StoredBackup cleaned(archive::StoredBackup backup, const mongo::Redactor& redactor) {
  backup.problem = redactor.cleaned(backup.problem);
  if (backup.manifest) {
    for (archive::CollectionRecord& record : backup.manifest->collections)
      record.error = redactor.cleaned(record.error);
  }
  return backup;
}

retention::Decision cleaned(retention::Decision decision, const mongo::Redactor& redactor) {
  decision.backup = cleaned(std::move(decision.backup), redactor);
  decision.reason = redactor.cleaned(decision.reason);
  return decision;
}

}  // namespace mongokeep::cli
