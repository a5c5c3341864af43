#include "cli/terminal/progress_ledger.h"

#include <algorithm>
#include <utility>

namespace mongokeep::cli {

namespace {

/// Of lines at one time.
constexpr std::size_t most_lines = 20;

}  // namespace

void ProgressLedger::start(const CollectionProgress& progress, Time now) {
  running_.insert_or_assign(progress.name, Running{progress, now, now + every_});
}

void ProgressLedger::advance(const CollectionProgress& progress) {
  if (const auto found = running_.find(progress.name); found != running_.end()) found->second.progress = progress;
}

void ProgressLedger::finish(const CollectionProgress& progress) {
  running_.erase(progress.name);
}

ProgressLedger::Due ProgressLedger::take_due(Time now) {
  std::vector<std::pair<Time, CollectionProgress>> found;
  Due due;
  for (auto& [name, running] : running_) {
    if (now < running.due) continue;
    // From now on, not from when it was due: a machine that slept has nothing to make up for.
    running.due = now + every_;
    if (running.progress.stage == CollectionProgress::Stage::file) {
      ++due.finishing;
      continue;
    }
    found.emplace_back(running.started_at, running.progress);
    found.back().second.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - running.started_at);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& left, const auto& right) { return left.first < right.first; });
  due.more = found.size() > most_lines ? found.size() - most_lines : 0;
  found.resize(found.size() - due.more);
  for (auto& [started_at, progress] : found) due.collections.push_back(std::move(progress));
  return due;
}

std::optional<ProgressLedger::Time> ProgressLedger::next_due() const {
  std::optional<Time> next;
  for (const auto& [name, running] : running_) next = next ? std::min(*next, running.due) : running.due;
  return next;
}

}  // namespace mongokeep::cli
