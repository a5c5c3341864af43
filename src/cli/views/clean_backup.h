#pragma once

#include "mongokeep/backup_root.h"
#include "mongokeep/redactor.h"

namespace mongokeep::cli {

/// The backup with the texts cleaned that may carry a driver's or server's message: why it, or a collection of it, is
/// not well. Names and paths stay as they are, so that programs find what they name.
BackupEntry cleaned(BackupEntry backup, const Redactor& redactor);

/// The decision, likewise: its reason may repeat why the backup is not well.
CleanupDecision cleaned(CleanupDecision decision, const Redactor& redactor);

/// The report, likewise: the reason of its trouble.
HealthReport cleaned(HealthReport report, const Redactor& redactor);

}  // namespace mongokeep::cli
