#include "cli/run_display.h"

#include "cli/terminal/progress_bars.h"
#include "cli/terminal/progress_log.h"

namespace mongokeep::cli {

RunDisplay::RunDisplay(Console& console, const Settings& settings, Summary summary) : console_(console) {
  if (settings.quiet) return;
  const bool draws = console.can_draw(settings.log_form);
  has_lines_ = console.speaks_to_a_person(settings.log_form, settings.least_level());
  // A bar goes before the line that says more.
  if (draws) shown_.push_back(std::make_unique<ProgressBars>(console));
  if (has_lines_) shown_.push_back(std::make_unique<CollectionLines>(console, summary));
  const auto every = draws ? std::chrono::seconds(0) : settings.progress_every;
  if (every.count() > 0 || settings.verbose) shown_.push_back(std::make_unique<ProgressLog>(console, every));
}

LogHandler RunDisplay::log_handler() const {
  if (!has_lines_) return console_.log_handler();
  return [&console = console_](const LogEntry& entry) {
    if (!entry.is_progress) console.log(entry);
  };
}

void RunDisplay::run_started(const RunProgress& run) {
  for (const auto& one : shown_) one->run_started(run);
}
void RunDisplay::run_finished(const RunProgress& run) {
  for (const auto& one : shown_) one->run_finished(run);
}
void RunDisplay::collection_started(const CollectionProgress& progress) {
  for (const auto& one : shown_) one->collection_started(progress);
}
void RunDisplay::collection_advanced(const CollectionProgress& progress) {
  for (const auto& one : shown_) one->collection_advanced(progress);
}
void RunDisplay::collection_finished(const CollectionProgress& progress, Outcome outcome) {
  for (const auto& one : shown_) one->collection_finished(progress, outcome);
}

}  // namespace mongokeep::cli
