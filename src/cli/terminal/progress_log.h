#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "cli/terminal/console.h"
#include "cli/terminal/progress_ledger.h"
#include "mongokeep/progress.h"

namespace mongokeep::cli {

/// Logs how far running collections have come, now and then, so that a log of three hours is not silent: from one
/// thread for all of them, which goes on while the server is silent. Borrows the console.
class ProgressLog : public ProgressObserver {
 public:
  /// `every` of 0: only the start of each collection, for the log's details.
  ProgressLog(Console& console, std::chrono::seconds every) : console_(console), every_(every), ledger_(every) {}
  ~ProgressLog() override;
  ProgressLog(const ProgressLog&) = delete;
  ProgressLog& operator=(const ProgressLog&) = delete;

  void run_started(const RunProgress& run) override;
  void collection_started(const CollectionProgress& progress) override;
  void collection_advanced(const CollectionProgress& progress) override;
  void collection_finished(const CollectionProgress& progress, Outcome outcome) override;

 private:
  void begin();
  void log_until_end();

  Console& console_;
  const std::chrono::seconds every_;
  std::mutex mutex_;  ///< for what follows
  std::condition_variable wake_;
  RunProgress run_;
  ProgressLedger ledger_;
  bool end_ = false;
  /// Started with the first collection: signals are watched by then, which threads inherit.
  std::thread thread_;
};

/// What is logged of what is due.
std::vector<LogEntry> progress_entries(const RunProgress& run, const ProgressLedger::Due& due,
                                       std::chrono::system_clock::time_point time);

}  // namespace mongokeep::cli
