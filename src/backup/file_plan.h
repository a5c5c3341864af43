#pragma once

#include <string>
#include <vector>

#include "archive/file_name.h"
#include "archive/pending_backup.h"
#include "backup/selection.h"

namespace mongokeep::backup {

/// Where one target's documents go.
struct PlannedFile {
  const Target* target;
  Folder folder;
  std::string name;           ///< in `folder`
  std::string relative_path;  ///< in the backup, for the manifest
};

/// Gives every target its file: beside the manifest in a backup of one database, in a sub-folder for each database in a
/// backup of all. Makes the sub-folders.
/// Borrows targets and backup; both must outlive the result. `form` is that of all files.
std::vector<PlannedFile> plan_files(const std::vector<Target>& targets, bool all_databases, archive::FileForm form,
                                    archive::PendingBackup& backup);

}  // namespace mongokeep::backup
