#pragma once

#include <memory>
#include <vector>

#include "cli/settings/settings.h"
#include "cli/terminal/collection_lines.h"
#include "cli/terminal/console.h"
#include "mongokeep/log.h"
#include "mongokeep/progress.h"

namespace mongokeep::cli {

/// What is shown of a run while it goes on, as the settings and the standard error have it:
///
/// | standard error | lines | bars | log |
/// |---|---|---|---|
/// | a terminal | each collection, sum | yes, unless TERM=dumb | warnings and errors in words |
/// | a terminal, `-v` | none | likewise | records with all details |
/// | anything else, or `--logFormat` | none | none | records, and how far each collection is, now and then |
///
/// With `--quiet` nobody is told of anything but by warnings and errors. Borrows the console.
class RunDisplay : public ProgressObserver {
 public:
  using Summary = CollectionLines::Summary;

  RunDisplay(Console& console, const Settings& settings, Summary summary = Summary::here);

  /// From here on; the display must outlive the service.
  template <typename Service>
  void show_runs_of(Service& service) {
    service.set_log_handler(log_handler());
    service.set_progress_observer(shown_.empty() ? nullptr : this);
  }

  void run_started(const RunProgress& run) override;
  void run_finished(const RunProgress& run) override;
  void collection_started(const CollectionProgress& progress) override;
  void collection_advanced(const CollectionProgress& progress) override;
  void collection_finished(const CollectionProgress& progress, Outcome outcome) override;

 private:
  /// Leaves out what is shown already.
  LogHandler log_handler() const;

  Console& console_;
  bool has_lines_ = false;
  std::vector<std::unique_ptr<ProgressObserver>> shown_;
};

}  // namespace mongokeep::cli
