#pragma once

#include <mutex>
#include <string>

#include "base/progress_meter.h"
#include "mongo/batch_write.h"
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
  /// A document of the backup that cannot be read.
  void add_unreadable(std::uint64_t line, std::string reason);

 private:
  RestoredCollection& result_;
  ProgressMeter& meter_;
  std::mutex mutex_;
  std::uint64_t bytes_ = 0;
};

}  // namespace mongokeep::restore
