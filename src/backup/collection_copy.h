#pragma once

#include <stop_token>
#include <string>

#include "archive/manifest.h"
#include "archive/packing.h"
#include "archive/written_file.h"
#include "backup/selection.h"
#include "base/files/directory.h"
#include "base/log.h"
#include "base/progress_meter.h"
#include "mongo/connection.h"
#include "mongo/reading/lanes.h"
#include "mongokeep/backup_service.h"
#include "mongokeep/json_format.h"

namespace mongokeep::backup {

/// What one collection needs on its way from the server to its file. All borrowed.
struct CopyContext {
  const mongo::Client& client;
  mongo::Lanes& lanes;
  const Folder& folder;
  JsonFormat format;
  CappedOrder capped_order;
  const archive::Packing& packing;
  std::stop_token stop;
  ProgressMeter& meter;
  Log& log;
};

/// A collection that has been read to its end.
struct Copied {
  archive::CollectionRecord record;  ///< for the manifest, its `file` and `database` left to the caller
  archive::WrittenFile file;         ///< to be synced and published
};

/// Copies the target's documents, in the order of their `_id`, or that of a capped collection, into `file` in the
/// context's folder, and reads its indexes. Whether it was the same collection to the end is for the caller to ask
/// (still_there.h).
///
/// What the network breaks is taken up again behind the last document, a few times. Throws Error: kinds `server`,
/// `connection` and `invalid_data` concern this collection alone; `storage`, `damaged` and `stopped` end the run. The
/// file is then not there.
Copied copy_collection(const CopyContext& context, const Target& target, const std::string& file);

}  // namespace mongokeep::backup
