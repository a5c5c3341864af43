#pragma once

#include "mongokeep/backup_service.h"

namespace mongokeep::backup {

/// Throws Error{configuration} for settings that contradict each other or are out of their range: what can be known
/// without the server and without the files that they name.
void check(const BackupSettings& settings);

}  // namespace mongokeep::backup
