#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "archive/manifest.h"
#include "base/log.h"
#include "mongokeep/backup_service.h"

namespace mongokeep::backup {

/// Compares the backup that was just published as `folder`, and that `manifest` describes, with the newest complete one
/// beside it that has all the same collections (archive/subject.h). Logs a warning for each collection that has come
/// back empty, shrunk or gone, and returns a sentence for each. Trouble with older backups is logged too, and fails
/// nothing.
std::vector<std::string> watch_for_shrinkage(const BackupSettings& settings, const archive::Manifest& manifest,
                                             const std::filesystem::path& folder, Log& log);

}  // namespace mongokeep::backup
