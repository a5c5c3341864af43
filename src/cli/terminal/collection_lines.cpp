#include "cli/terminal/collection_lines.h"

#include <unistd.h>

#include <algorithm>

#include "cli/terminal/collection_line.h"
#include "cli/terminal/text_width.h"

namespace mongokeep::cli {

void CollectionLines::run_started(const RunProgress& run) {
  run_ = run;
  totals_ = {};
  longest_name_ = 0;
  for (const std::string& name : run.collections) {
    longest_name_ = std::max(longest_name_, display_width(printable(console_.without_secrets(name))));
  }
  console_.tell(run_heading(run));
}

void CollectionLines::collection_finished(const CollectionProgress& progress, Outcome outcome) {
  // Whoever stops a run, or what ends it, is told of elsewhere.
  if (outcome == Outcome::stopped) return;
  CollectionProgress shown = progress;
  shown.name = console_.without_secrets(progress.name);
  shown.error = console_.without_secrets(progress.error);
  totals_.add(shown, outcome);
  const LineLayout layout = line_layout(longest_name_, terminal_size(STDERR_FILENO).columns);
  console_.screen().write_line(collection_line(shown, outcome, run_, layout, console_.colours()));
}

void CollectionLines::run_finished(const RunProgress& run) {
  if (summary_ == Summary::here) console_.tell(run_summary(run, totals_, console_.colours()));
}

}  // namespace mongokeep::cli
