#pragma once

#include <stop_token>

#include "archive/open_backup.h"
#include "base/progress_meter.h"
#include "mongo/connection.h"
#include "mongo/index_spec.h"
#include "mongo/namespace.h"
#include "mongokeep/verify_service.h"

namespace mongokeep::verify {

/// What comparing one collection needs. All borrowed.
struct ComparisonContext {
  const mongo::Client& client;
  const archive::OpenBackup& backup;
  ProgressBoard& progress;
  std::stop_token stop;
  mongo::IndexForm form = {};
};

/// Reads a stored collection and the live one side by side, in the order of `_id`, and says how their documents differ;
/// `metadata` stays empty. Where the backup's text has lost types they are compared as far as it tells. Of a collection
/// that is not there every document is missing. For a view, which has none of its own, there is nothing to compare.
/// What the network breaks is tried again, as Patience has it.
/// Throws Error: `connection`, `server`, `damaged` (the stored file), `invalid_data` (documents in no order, and too
/// many to hold in memory), `stopped`.
/// How it differs, in a few words: "2 missing, 1 changed". Empty where it is the same.
std::string differences_of(const CollectionComparison& found);

CollectionComparison compare_documents(const ComparisonContext& context, const archive::CollectionRecord& record,
                                       const mongo::Namespace& live);

/// The same, and type, options and indexes as compare_metadata (metadata_comparison.h) has them.
CollectionComparison compare_collection(const ComparisonContext& context, const archive::CollectionRecord& record,
                                        const mongo::Namespace& live);

}  // namespace mongokeep::verify
