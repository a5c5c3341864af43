#pragma once

#include <mutex>
#include <string>

#include "base/progress_meter.h"
#include "documents/stored_documents.h"
#include "mongo/writing/batch_write.h"
#include "mongokeep/restore_service.h"
#include "restore/batch_queue.h"

namespace mongokeep::restore {

/// Counts what becomes of a collection's documents. From several threads.
class LoadTally {
 public:
  /// Borrows both.
  LoadTally(RestoredCollection& result, ProgressMeter& meter) : result_(result), meter_(meter) {}

  void add_sent(const LoadBatch& batch, const mongo::BatchResult& sent);
  /// A document that was there already, and was not sent.
  void add_present();
  /// What cannot be read in the backup. Not every such place costs a document.
  void add_unreadable(const documents::StoredFault& fault);

 private:
  RestoredCollection& result_;
  ProgressMeter& meter_;
  std::mutex mutex_;
  std::uint64_t bytes_ = 0;
};

}  // namespace mongokeep::restore
