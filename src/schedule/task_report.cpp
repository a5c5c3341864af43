#include "schedule/task_report.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "hooks/words.h"

namespace mongokeep::schedule {

namespace {

using Json = nlohmann::ordered_json;
using Status = TasksService::Result::Status;

std::string host_name() {
  std::array<char, 256> name{};
  // The last byte stays 0, also where a longer name is cut.
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

const char* status_of(const TaskEnd& end) {
  switch (end.status()) {
    case Status::succeeded: return "complete";
    case Status::partial: return "partial";
    case Status::failed: return "failed";
  }
  return "failed";
}

Json opening(const TaskEnd& end) {
  Json json;
  const bool is_well = end.status() == Status::succeeded;
  json["task"] = hooks::word_for(end.task);
  json["event"] = hooks::word_for(is_well ? hooks::Happening::succeeded : hooks::Happening::failed);
  json["status"] = status_of(end);
  json["host"] = host_name();
  json["root"] = end.root.string();
  json["startedAt"] = utc_text(end.started_at);
  json["finishedAt"] = utc_text(end.finished_at);
  json["durationMs"] = std::chrono::duration_cast<std::chrono::milliseconds>(end.finished_at - end.started_at).count();
  json["error"] = nullptr;
  return json;
}

void add_summary(const BackupReport& report, Json& json) {
  std::uint64_t documents = 0;
  for (const CollectionReport& collection : report.collections) documents += collection.documents;
  json["backupPath"] = report.folder.string();
  json["collectionCount"] = report.collections.size();
  json["failedCount"] = std::count_if(report.collections.begin(), report.collections.end(),
                                      [](const auto& c) { return !c.error.empty(); });
  json["documentCount"] = documents;
  json["warnings"] = report.warnings;
}

void add_summary(const CleanupReport& report, Json& json) {
  json["deletedCount"] = report.removed.size();
  json["failedCount"] = report.failures.size();
  json["keptCount"] = report.kept;
}

void add_summary(const Error& error, Json& json) {
  json["error"] = {
      {"operation", error.operation()}, {"subject", error.subject()}, {"error", error.cause()}, {"hint", error.hint()}};
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

void add_lists(const BackupReport& report, Json& json) {
  json["collections"] = Json::array();
  for (const CollectionReport& collection : report.collections) {
    json["collections"].push_back({{"database", collection.database},
                                   {"name", collection.name},
                                   {"filePath", text_or_null(collection.file.string())},
                                   {"documents", collection.documents},
                                   {"storedBytes", collection.stored_bytes},
                                   {"error", text_or_null(collection.error)}});
  }
}

void add_lists(const CleanupReport& report, Json& json) {
  json["removed"] = Json::array();
  for (const RemovedBackup& removed : report.removed) {
    json["removed"].push_back({{"path", removed.path.string()}, {"ageSeconds", removed.age.count()}});
  }
  json["failures"] = Json::array();
  for (const CleanupFailure& failure : report.failures) {
    json["failures"].push_back({{"path", failure.path.string()}, {"error", failure.error}});
  }
}

void add_lists(const Error&, Json&) {}

Json summary(const TaskEnd& end) {
  Json json = opening(end);
  std::visit([&](const auto& outcome) { add_summary(outcome, json); }, end.outcome);
  return json;
}

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Status TaskEnd::status() const {
  if (error() != nullptr) return Status::failed;
  const auto* backup = std::get_if<BackupReport>(&outcome);
  const auto* cleanup = std::get_if<CleanupReport>(&outcome);
  const bool is_whole = backup != nullptr ? backup->status == BackupStatus::complete : cleanup->failures.empty();
  return is_whole ? Status::succeeded : Status::partial;
}

std::string report_text(const TaskEnd& end) {
  Json json = summary(end);
  std::visit([&](const auto& outcome) { add_lists(outcome, json); }, end.outcome);
  return text_of(json);
}

std::string short_report_text(const TaskEnd& end) {
  return text_of(summary(end));
}

}  // namespace mongokeep::schedule
