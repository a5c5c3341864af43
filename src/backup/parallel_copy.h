#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "archive/manifest.h"
#include "archive/packing.h"
#include "backup/backup_run.h"
#include "backup/file_plan.h"
#include "mongokeep/error.h"

namespace mongokeep::backup {

/// What became of one planned file.
struct CopyOutcome {
  archive::CollectionRecord record;
  std::optional<Error> failure;  ///< also in the record's `error`, as text
};

/// Copies every planned file, several at a time over clients of their own, and returns the outcomes in the plan's
/// order. A collection's failure is logged and recorded, and the others go on. What concerns them all is thrown: Error
/// kinds `storage`, `damaged` and `stopped`. `final_path` is the backup's folder once published, for the log.
std::vector<CopyOutcome> copy_all(const RunContext& context, const mongo::Client& client,
                                  const std::filesystem::path& final_path, const archive::Packing& packing,
                                  const std::vector<PlannedFile>& plan);

}  // namespace mongokeep::backup
