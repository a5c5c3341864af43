#include "cli/terminal/progress_log.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace mongokeep::cli {

namespace {

using RunKind = RunProgress::Kind;

const char* message_for(RunKind kind, CollectionProgress::Stage stage) {
  if (stage == CollectionProgress::Stage::indexes) return "Indexes of the collection are being built";
  if (stage == CollectionProgress::Stage::check) return "File is being read back from the store";
  switch (kind) {
    case RunKind::backup: return "Collection is being copied";
    case RunKind::restore:
    case RunKind::drill: return "Collection is being restored";
    case RunKind::rehearsal: return "Collection is being read";
    case RunKind::verification: return "Collection is being verified";
    case RunKind::comparison: return "Collection is being compared";
    case RunKind::rewrap: return "Collection is being rewrapped";
    case RunKind::shipment: return "File is being shipped";
    case RunKind::return_journey: return "File is being brought back";
  }
  return "Collection is being read";
}

/// Named as the other lines of such a run name it.
std::vector<LogField> name_fields(const RunProgress& run, const std::string& name) {
  if (run.kind == RunKind::shipment || run.kind == RunKind::return_journey) return {{"fileName", name}};
  const std::size_t dot = name.find('.');
  const bool is_named_whole = run.kind == RunKind::verification || run.kind == RunKind::comparison ||
                              run.kind == RunKind::rewrap || dot == std::string::npos;
  if (is_named_whole) return {{"collectionName", name}};
  std::vector<LogField> fields = {{"collectionName", name.substr(dot + 1)}};
  if (run.has_several_databases) fields.push_back({"database", name.substr(0, dot)});
  return fields;
}

LogField number(const char* name, std::uint64_t value) {
  return {name, static_cast<std::int64_t>(value)};
}

LogEntry entry_for(const RunProgress& run, const CollectionProgress& progress,
                   std::chrono::system_clock::time_point time) {
  LogEntry entry{time, LogLevel::info, message_for(run.kind, progress.stage), name_fields(run, progress.name)};
  if (run.reads_documents) entry.fields.push_back(number("documentCount", progress.documents));
  if (progress.estimated_documents > 0) {
    entry.fields.push_back(number("estimatedCount", progress.estimated_documents));
    // Where there are more than were estimated, nobody knows how far it is.
    if (progress.documents <= progress.estimated_documents) {
      const double share = static_cast<double>(progress.documents) / static_cast<double>(progress.estimated_documents);
      entry.fields.push_back(number("percent", static_cast<std::uint64_t>(share * 100)));
    }
  }
  if (progress.estimated_bytes > 0) {
    entry.fields.push_back(number("storedBytes", progress.estimated_bytes));
    entry.fields.push_back(
        number("percent", std::min<std::uint64_t>(100, progress.bytes * 100 / progress.estimated_bytes)));
  }
  entry.fields.push_back(number("readBytes", progress.bytes));
  entry.fields.push_back(number("elapsedMs", static_cast<std::uint64_t>(progress.elapsed.count())));
  return entry;
}

}  // namespace

std::vector<LogEntry> progress_entries(const RunProgress& run, const ProgressLedger::Due& due,
                                       std::chrono::system_clock::time_point time) {
  std::vector<LogEntry> entries;
  for (const CollectionProgress& progress : due.collections) entries.push_back(entry_for(run, progress, time));
  const auto add_count = [&](const char* message, std::size_t count) {
    if (count > 0) entries.push_back({time, LogLevel::info, message, {number("collectionCount", count)}});
  };
  add_count("Further collections are being worked on", due.more);
  add_count("Files of collections are being written to the disk", due.finishing);
  return entries;
}

ProgressLog::~ProgressLog() {
  {
    const std::lock_guard lock(mutex_);
    end_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void ProgressLog::run_started(const RunProgress& run) {
  const std::lock_guard lock(mutex_);
  run_ = run;
  run_.collections.clear();
}

void ProgressLog::collection_started(const CollectionProgress& progress) {
  console_.log(LogLevel::debug, "Collection is started", name_fields(run_, progress.name));
  if (every_ == std::chrono::seconds(0)) return;
  begin();
  const std::lock_guard lock(mutex_);
  const bool was_idle = ledger_.is_empty();
  ledger_.start(progress, std::chrono::steady_clock::now());
  if (was_idle) wake_.notify_one();
}

void ProgressLog::collection_advanced(const CollectionProgress& progress) {
  const std::lock_guard lock(mutex_);
  ledger_.advance(progress);
}

void ProgressLog::collection_finished(const CollectionProgress& progress, Outcome) {
  const std::lock_guard lock(mutex_);
  ledger_.finish(progress);
}

void ProgressLog::begin() {
  if (thread_.joinable()) return;
  try {
    thread_ = std::thread([this] { log_until_end(); });
  } catch (const std::system_error&) {
    // There is none to be had (a limit on processes): the next collection asks again, and the run goes on without it.
    return;
  }
}

void ProgressLog::log_until_end() {
  std::unique_lock lock(mutex_);
  while (!end_) {
    const auto next = ledger_.next_due();
    if (!next) {
      wake_.wait(lock, [this] { return end_ || !ledger_.is_empty(); });
      continue;
    }
    if (wake_.wait_until(lock, *next, [this] { return end_; })) return;
    const auto due = ledger_.take_due(std::chrono::steady_clock::now());
    const std::vector<LogEntry> entries = progress_entries(run_, due, console_.clock()());
    // A slow reader of the log must not hold up the backup.
    lock.unlock();
    for (const LogEntry& entry : entries) console_.log(entry);
    lock.lock();
  }
}

}  // namespace mongokeep::cli
