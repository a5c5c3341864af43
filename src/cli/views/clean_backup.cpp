#include "cli/views/clean_backup.h"

#include <optional>
#include <utility>

namespace mongokeep::cli {

BackupEntry cleaned(BackupEntry backup, const Redactor& redactor) {
  backup.problem = redactor.cleaned(backup.problem);
  for (BackupCollection& collection : backup.collections) collection.error = redactor.cleaned(collection.error);
  return backup;
}

CleanupDecision cleaned(CleanupDecision decision, const Redactor& redactor) {
  decision.backup = cleaned(std::move(decision.backup), redactor);
  decision.reason = redactor.cleaned(decision.reason);
  return decision;
}

HealthReport cleaned(HealthReport report, const Redactor& redactor) {
  if (report.newest_complete) report.newest_complete = cleaned(std::move(*report.newest_complete), redactor);
  if (const std::optional<Error> trouble = report.trouble) {
    report.trouble.emplace(trouble->kind(), trouble->operation(), trouble->subject(),
                           redactor.cleaned(trouble->cause()), trouble->hint());
  }
  return report;
}

}  // namespace mongokeep::cli
