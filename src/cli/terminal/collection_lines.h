#pragma once

#include <cstddef>

#include "cli/terminal/console.h"
#include "cli/terminal/run_summary.h"
#include "mongokeep/progress.h"

namespace mongokeep::cli {

/// Tells a person of each collection that is finished, and at the end what the run came to. Borrows the console.
class CollectionLines : public ProgressObserver {
 public:
  /// Whether a run is summed up here, or by a result that stands on the same terminal.
  enum class Summary { here, in_result };

  CollectionLines(Console& console, Summary summary) : console_(console), summary_(summary) {}

  void run_started(const RunProgress& run) override;
  void run_finished(const RunProgress& run) override;
  void collection_started(const CollectionProgress&) override {}
  void collection_advanced(const CollectionProgress&) override {}
  void collection_finished(const CollectionProgress& progress, Outcome outcome) override;

 private:
  Console& console_;
  Summary summary_;
  RunProgress run_;
  std::size_t longest_name_ = 0;
  RunTotals totals_;
};

}  // namespace mongokeep::cli
