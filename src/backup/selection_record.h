#pragma once

#include <string>
#include <vector>

#include "mongokeep/backup_service.h"

namespace mongokeep::backup {

/// What the settings choose, for the manifest: `model=User:users`, `collection=users`, `excludeCollection=…`,
/// `nsInclude=…`, `nsExclude=…`, sorted. Empty where the whole database, or every database, is backed up.
std::vector<std::string> selection_record(const BackupSettings& settings);

}  // namespace mongokeep::backup
