#pragma once

#include <optional>
#include <stop_token>

#include "base/patience.h"
#include "mongo/connection.h"
#include "mongo/writing/document_batch.h"
#include "mongokeep/restore_service.h"
#include "restore/restore_plan.h"
#include "restore/target_ids.h"

namespace mongokeep::restore {

/// Finds out what would become of a collection's documents, without writing any: those that are there already are
/// looked up by their `_id`.
class ExpectedWrites {
 public:
  /// All borrowed. Counts in `result`.
  ExpectedWrites(const mongo::Client& client, const PlannedCollection& planned, const RestoreSettings& settings,
                 RestoredCollection& result, const std::stop_token& stop);

  /// Throws Error: `connection`, `server`, `invalid_data`, `stopped`.
  void add(extjson::BsonView document);
  /// The last ones.
  void settle();

 private:
  void count(bool is_there);

  const mongo::Client& client_;
  const PlannedCollection& planned_;
  RestoreMode mode_;
  bool may_be_there_;
  RestoredCollection& result_;
  std::stop_token stop_;
  Patience patience_;
  mongo::DocumentBatch batch_;
  std::optional<TargetIds> target_ids_;  ///< where there is no index to look up by
};

}  // namespace mongokeep::restore
