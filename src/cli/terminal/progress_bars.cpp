#include "cli/terminal/progress_bars.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace mongokeep::cli {

namespace {

constexpr auto between_drawings = std::chrono::milliseconds(100);

RunningCollection::Time now() {
  return std::chrono::steady_clock::now();
}

CollectionProgress clean_line(CollectionProgress progress, const mongo::Redactor& redactor) {
  progress.name = redactor.cleaned(progress.name);
  return progress;
}

}  // namespace

ProgressBars::ProgressBars(Screen& screen, const mongo::Redactor& redactor)
    : screen_(screen), redactor_(redactor), thread_([this] { draw_until_end(); }) {}

ProgressBars::~ProgressBars() {
  {
    const std::lock_guard lock(mutex_);
    end_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void ProgressBars::collection_started(const CollectionProgress& progress) {
  const std::lock_guard lock(mutex_);
  running_.emplace_back(clean_line(progress, redactor_), now());
}

void ProgressBars::collection_advanced(const CollectionProgress& progress) {
  CollectionProgress shown = clean_line(progress, redactor_);
  const std::lock_guard lock(mutex_);
  if (const auto found = find(shown.name); found != running_.end()) found->advance(shown, now());
}

void ProgressBars::collection_finished(const CollectionProgress& progress, Outcome) {
  const CollectionProgress shown = clean_line(progress, redactor_);
  const std::lock_guard lock(mutex_);
  if (const auto found = find(shown.name); found != running_.end()) running_.erase(found);
}

std::list<RunningCollection>::iterator ProgressBars::find(const std::string& name) {
  return std::find_if(running_.begin(), running_.end(),
                      [&](const RunningCollection& collection) { return collection.progress().name == name; });
}

void ProgressBars::draw_until_end() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, between_drawings, [this] { return end_; })) {
    std::vector<std::string> lines = bar_lines(running_, terminal_size(STDERR_FILENO), now());
    // A slow terminal must not hold up the backup.
    lock.unlock();
    screen_.draw(std::move(lines));
    lock.lock();
  }
  screen_.draw({});
}

std::vector<std::string> bar_lines(const std::list<RunningCollection>& running, TerminalSize size,
                                   RunningCollection::Time now) {
  const std::size_t room = std::max<std::size_t>(1, size.rows > 2 ? size.rows - 2 : 1);
  const std::size_t shown = running.size() <= room ? running.size() : room - 1;
  // The last column stays free: a terminal may move to the next line once it is written.
  const std::size_t width = size.columns > 1 ? size.columns - 1 : 1;
  std::vector<std::string> lines;
  for (const RunningCollection& collection : running) {
    if (lines.size() == shown) break;
    lines.push_back(bar_line(collection, width, now));
  }
  if (shown < running.size()) lines.push_back(fmt::format("… and {} more", running.size() - shown));
  return lines;
}

}  // namespace mongokeep::cli
