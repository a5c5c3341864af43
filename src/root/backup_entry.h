#pragma once

#include "archive/stored_backup.h"
#include "mongokeep/stored_backup.h"
#include "retention/policy.h"

namespace mongokeep::root {

/// The entry as applications see it; with its collections where the backup was looked at whole.
BackupEntry entry_of(const archive::StoredBackup& backup);

/// The same, with what can be said of one backup only: see BackupRoot::show().
BackupEntry shown_entry(const archive::StoredBackup& backup);

CleanupDecision decision_of(const retention::Decision& decision);

}  // namespace mongokeep::root
