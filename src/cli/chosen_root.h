#pragma once

#include <string>

#include "cli/command.h"
#include "mongokeep/backup_root.h"

namespace mongokeep::cli {

/// The backups that the settings are about. Its log tells of newer ones that `latest` is not.
BackupRoot backup_root(const Settings& settings, Surroundings& surroundings);

/// What to do where no backup is named.
std::string name_one_hint(const Settings& settings);

}  // namespace mongokeep::cli
