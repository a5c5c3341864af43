#include "cli/terminal/progress_bars.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

#include "cli/terminal/text_width.h"

namespace mongokeep::cli {

namespace {

constexpr auto between_drawings = std::chrono::milliseconds(100);
constexpr auto worth_a_bar = std::chrono::milliseconds(300);

RunningCollection::Time now() {
  return std::chrono::steady_clock::now();
}

/// For those that have all their documents, or are in the store.
std::string finishing_line(const std::vector<const RunningCollection*>& collections, std::size_t width) {
  const bool is_check = collections.front()->progress().stage == CollectionProgress::Stage::check;
  const std::string_view doing = is_check ? "being read back from the store" : "being written to the disk";
  const char* const things = is_check ? "files" : "collections";
  if (collections.size() > 1) return cut_to_width(fmt::format("{} {} {}", collections.size(), things, doing), width);
  const std::string name = printable(collections.front()->progress().name);
  const std::size_t room = width > doing.size() + 2 ? width - doing.size() - 2 : 0;
  return cut_to_width(fmt::format("{}  {}", cut_middle(name, room), doing), width);
}

}  // namespace

void ProgressBars::begin() {
  if (thread_.joinable()) return;
  try {
    thread_ = std::thread([this] { draw_until_end(); });
  } catch (const std::system_error&) {
    // There is none to be had (a limit on processes): the next collection asks again, and the run goes on without bars.
    return;
  }
}

void ProgressBars::end() {
  {
    const std::lock_guard lock(mutex_);
    end_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
  end_ = false;
}

void ProgressBars::collection_started(const CollectionProgress& progress) {
  begin();
  CollectionProgress shown = progress;
  shown.name = console_.without_secrets(progress.name);
  const std::lock_guard lock(mutex_);
  running_.emplace_back(shown, now());
  if (running_.size() == 1) wake_.notify_one();
}

void ProgressBars::collection_advanced(const CollectionProgress& progress) {
  CollectionProgress shown = progress;
  shown.name = console_.without_secrets(progress.name);
  const std::lock_guard lock(mutex_);
  if (const auto found = find(shown.name); found != running_.end()) found->advance(shown, now());
}

void ProgressBars::collection_finished(const CollectionProgress& progress, Outcome) {
  const std::string name = console_.without_secrets(progress.name);
  const std::lock_guard lock(mutex_);
  if (const auto found = find(name); found != running_.end()) running_.erase(found);
}

std::list<RunningCollection>::iterator ProgressBars::find(const std::string& name) {
  return std::find_if(running_.begin(), running_.end(),
                      [&](const RunningCollection& collection) { return collection.progress().name == name; });
}

void ProgressBars::draw_until_end() {
  std::unique_lock lock(mutex_);
  bool is_drawn = false;
  while (!end_) {
    // A daemon waits for days with nothing to draw.
    if (running_.empty() && !is_drawn) {
      wake_.wait(lock, [this] { return end_ || !running_.empty(); });
      continue;
    }
    if (wake_.wait_for(lock, between_drawings, [this] { return end_; })) break;
    std::vector<std::string> lines = bar_lines(running_, terminal_size(STDERR_FILENO), now());
    is_drawn = !lines.empty();
    // A slow terminal must not hold up the backup.
    lock.unlock();
    console_.screen().draw(std::move(lines), this);
    lock.lock();
  }
  if (is_drawn) console_.screen().draw({}, this);
}

std::vector<std::string> bar_lines(const std::list<RunningCollection>& running, TerminalSize size,
                                   RunningCollection::Time now) {
  std::vector<const RunningCollection*> shown;
  std::vector<const RunningCollection*> finishing;
  for (const RunningCollection& collection : running) {
    if (now - collection.started_at() < worth_a_bar) continue;
    const auto stage = collection.progress().stage;
    const bool is_finishing = stage == CollectionProgress::Stage::file || stage == CollectionProgress::Stage::check;
    (is_finishing ? finishing : shown).push_back(&collection);
  }
  const std::size_t rows = std::max<std::size_t>(1, size.rows > 2 ? size.rows - 2 : 1);
  const std::size_t room = finishing.empty() || rows == 1 ? rows : rows - 1;
  const std::size_t fitting = shown.size() <= room ? shown.size() : room - 1;
  // The last column stays free: a terminal may move to the next line once it is written.
  const std::size_t width = size.columns > 1 ? size.columns - 1 : 1;
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < fitting; ++at) lines.push_back(bar_line(*shown[at], width, now));
  if (fitting < shown.size())
    lines.push_back(cut_to_width(fmt::format("… and {} more", shown.size() - fitting), width));
  if (!finishing.empty() && lines.size() < rows) lines.push_back(finishing_line(finishing, width));
  return lines;
}

}  // namespace mongokeep::cli
