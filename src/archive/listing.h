#pragma once

#include <filesystem>
#include <vector>

#include "archive/inspection.h"
#include "archive/readable_folder.h"
#include "archive/stored_backup.h"

namespace mongokeep::archive {

/// Every entry of the root, oldest first (backup_order.h), foreign ones last. Symbolic links are foreign and are never
/// followed; hidden entries that are not unfinished backups, and what a clean-up has begun to remove, are left out.
/// Where the root leaves out others, the last one, `…`, says how many. Throws Error{storage} when the root cannot be
/// read, with a hint when it is missing.
std::vector<StoredBackup> list_backups(const std::filesystem::path& root, Look look = Look::whole);
std::vector<StoredBackup> list_backups(const ReadableFolder& root, Look look = Look::whole);

}  // namespace mongokeep::archive
