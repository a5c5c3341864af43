#pragma once

#include "archive/packing.h"
#include "mongokeep/backup_service.h"

namespace mongokeep::backup {

/// What the settings ask to be done to files; who may read them is read from the files that name them, now.
/// Throws as keys::read_recipients has it. The settings have been checked.
archive::Packing chosen_packing(const BackupSettings& settings);

}  // namespace mongokeep::backup
