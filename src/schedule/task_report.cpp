#include "schedule/task_report.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <type_traits>

#include "base/error_fields.h"
#include "base/json/json.h"
#include "base/text/time_text.h"
#include "hooks/words.h"

namespace mongokeep::schedule {

namespace {

using Status = TasksService::Result::Status;

std::string host_name() {
  std::array<char, 256> name{};
  // The last byte stays 0, also where a longer name is cut.
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

Status whole_or_partial(bool is_whole) {
  return is_whole ? Status::succeeded : Status::partial;
}

Status status_after(const BackupReport& report) {
  return whole_or_partial(report.is_whole());
}

Status status_after(const CleanupReport& report) {
  return whole_or_partial(report.is_whole());
}

Status status_after(const DrillReport& report) {
  return report.has_same_documents() ? whole_or_partial(report.is_proof()) : Status::failed;
}

Status status_after(const PushReport& report) {
  return whole_or_partial(report.is_whole());
}

Status status_after(const Error&) {
  return Status::failed;
}

const char* status_of(const TaskEnd& end) {
  switch (end.status()) {
    case Status::succeeded: return "complete";
    case Status::partial: return "partial";
    case Status::failed: return "failed";
  }
  return "failed";
}

bool may_pass(Task task, ErrorKind kind) {
  switch (kind) {
    case ErrorKind::usage:
    case ErrorKind::configuration: return false;
    // A backup that was not read back as it was written is made anew. What is stored does not get better.
    case ErrorKind::damaged: return task == Task::backup;
    // A store has another backup of this name.
    case ErrorKind::invalid_data: return task != Task::push;
    default: return true;
  }
}

/// A store that is not required is tried again by the next push.
bool may_arrive_later(const PushReport& report) {
  const auto is_passing = [](const std::optional<Error>& error) {
    return error && may_pass(Task::push, error->kind());
  };
  return std::any_of(report.stores.begin(), report.stores.end(), [&](const StorePush& store) {
    if (!store.is_required) return false;
    return is_passing(store.error) || std::any_of(store.shipments.begin(), store.shipments.end(),
                                                  [&](const Shipment& one) { return is_passing(one.error); });
  });
}

Json opening(const TaskEnd& end) {
  Json json = Json::object();
  const bool is_well = end.status() == Status::succeeded;
  json["task"] = hooks::word_for(end.task);
  json["event"] = hooks::word_for(is_well ? hooks::Happening::succeeded : hooks::Happening::failed);
  json["status"] = status_of(end);
  json["host"] = host_name();
  json["root"] = end.root.string();
  json["startedAt"] = utc_text(end.started_at);
  json["finishedAt"] = utc_text(end.finished_at);
  json["durationMs"] = std::chrono::duration_cast<std::chrono::milliseconds>(end.finished_at - end.started_at).count();
  const std::optional<Error> error = end.error();
  json["error"] = error ? error_json(*error) : Json();
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
  json["unsynced"] = text_or_null(report.unsynced);
  json["warnings"] = report.warnings;
}

void add_summary(const CleanupReport& report, Json& json) {
  json["deletedCount"] = report.removed.size();
  json["failedCount"] = report.failures.size();
  json["keptCount"] = report.kept;
  json["heldCount"] = report.held.size();
  json["warnings"] = report.warnings;
}

void add_summary(const DrillReport& report, Json& json) {
  const auto sum = [&](std::uint64_t CollectionComparison::*count) {
    std::uint64_t total = 0;
    for (const CollectionComparison& one : report.compared.collections) total += one.*count;
    return total;
  };
  json["backupPath"] = report.restored.folder.string();
  json["collectionCount"] = report.restored.collections.size();
  json["sameCount"] = sum(&CollectionComparison::same);
  json["missingCount"] = sum(&CollectionComparison::missing);
  json["addedCount"] = sum(&CollectionComparison::added);
  json["changedCount"] = sum(&CollectionComparison::changed);
  json["refusedCount"] =
      std::accumulate(report.restored.collections.begin(), report.restored.collections.end(), std::size_t{0},
                      [](auto so_far, const auto& c) { return so_far + c.refused.size(); });
  json["leftOver"] = text_or_null(report.left_over);
  json["warnings"] = report.restored.warnings;
}

std::size_t count_of(const PushReport& report, Shipment::Outcome outcome) {
  std::size_t count = 0;
  for (const StorePush& store : report.stores) {
    count += static_cast<std::size_t>(std::count_if(store.shipments.begin(), store.shipments.end(),
                                                    [&](const Shipment& one) { return one.outcome == outcome; }));
  }
  return count;
}

void add_summary(const PushReport& report, Json& json) {
  json["storeCount"] = report.stores.size();
  json["arrivedCount"] = count_of(report, Shipment::Outcome::arrived);
  json["thereCount"] = count_of(report, Shipment::Outcome::was_there);
  json["failedCount"] = count_of(report, Shipment::Outcome::failed);
  json["incompleteStores"] = Json::array();
  for (const StorePush& store : report.stores) {
    if (store.has_failed()) json["incompleteStores"].push_back(store.store);
  }
}

void add_lists(const BackupReport& report, Json& json) {
  json["collections"] = Json::array();
  for (const CollectionReport& collection : report.collections) {
    json["collections"].push_back({{"database", collection.database},
                                   {"name", collection.name},
                                   {"filePath", text_or_null(collection.file.string())},
                                   {"documentCount", collection.documents},
                                   {"storedBytes", collection.stored_bytes},
                                   {"error", text_or_null(collection.error)}});
  }
}

/// Of a root's clean-up, or a store's.
template <typename Cleanup>
void add_cleaned(const Cleanup& cleanup, Json& json) {
  json["deletedBackups"] = Json::array();
  for (const RemovedBackup& removed : cleanup.removed) {
    json["deletedBackups"].push_back({{"path", removed.path.string()}, {"ageSeconds", removed.age.count()}});
  }
  json["heldBackups"] = Json::array();
  for (const HeldBackup& held : cleanup.held) {
    json["heldBackups"].push_back({{"path", held.path.string()}, {"reason", held.reason}});
  }
  json["failures"] = Json::array();
  for (const CleanupFailure& failure : cleanup.failures) {
    json["failures"].push_back({{"path", failure.path.string()}, {"error", failure.error}});
  }
}

void add_lists(const CleanupReport& report, Json& json) {
  add_cleaned(report, json);
  json["stores"] = Json::array();
  for (const StoreCleanup& store : report.stores) {
    Json of_store = {{"store", store.store},
                     {"required", store.is_required},
                     {"error", store.error ? error_json(*store.error) : Json()},
                     {"deletedCount", store.removed.size()},
                     {"failedCount", store.failures.size()},
                     {"keptCount", store.kept},
                     {"heldCount", store.held.size()}};
    add_cleaned(store, of_store);
    json["stores"].push_back(std::move(of_store));
  }
}

void add_lists(const DrillReport& report, Json& json) {
  json["scratchDatabases"] = report.scratch_databases;
  json["collections"] = Json::array();
  std::map<std::string, CollectionComparison> compared;
  for (const CollectionComparison& one : report.compared.collections) compared[one.stored_collection] = one;
  for (const RestoredCollection& restored : report.restored.collections) {
    const CollectionComparison& comparison = compared[restored.stored_collection];
    json["collections"].push_back(
        {{"collectionName", restored.stored_collection},
         {"type", restored.type},
         {"sameCount", comparison.same},
         {"missingCount", comparison.missing},
         {"addedCount", comparison.added},
         {"changedCount", comparison.changed},
         {"refusals", restored.refused},
         {"error", text_or_null(restored.error.empty() ? comparison.error : restored.error)}});
  }
}

const char* word_for(Shipment::Outcome outcome) {
  switch (outcome) {
    case Shipment::Outcome::arrived: return "arrived";
    case Shipment::Outcome::was_there: return "wasThere";
    case Shipment::Outcome::would_go: return "wouldGo";
    case Shipment::Outcome::failed: break;
  }
  return "failed";
}

Json shipment_json(const Shipment& shipment) {
  return {{"backup", shipment.backup},
          {"outcome", word_for(shipment.outcome)},
          {"fileCount", shipment.files},
          {"storedBytes", shipment.bytes},
          {"durationMs", shipment.duration.count()},
          {"brokenHere", shipment.is_broken_here},
          {"failingSince", shipment.failing_since ? Json(utc_text(*shipment.failing_since)) : Json()},
          {"error", shipment.error ? error_json(*shipment.error) : Json()}};
}

void add_lists(const PushReport& report, Json& json) {
  json["stores"] = Json::array();
  for (const StorePush& store : report.stores) {
    Json shipments = Json::array();
    for (const Shipment& shipment : store.shipments) shipments.push_back(shipment_json(shipment));
    json["stores"].push_back({{"store", store.store},
                              {"required", store.is_required},
                              {"error", store.error ? error_json(*store.error) : Json()},
                              {"shipments", std::move(shipments)}});
  }
}

/// Calls `add` with what the task has come to. Of one that has failed as a whole nothing is known: the members are the
/// same, and null.
template <typename Add>
void add_members(const TaskEnd& end, Json& json, Add add) {
  if (!end.was_broken_off()) {
    std::visit(
        [&](const auto& outcome) {
          if constexpr (!std::is_same_v<std::decay_t<decltype(outcome)>, Error>) add(outcome, json);
        },
        end.outcome);
    return;
  }
  Json members = Json::object();
  switch (end.task) {
    case Task::backup: add(BackupReport(), members); break;
    case Task::cleanup: add(CleanupReport(), members); break;
    case Task::drill: add(DrillReport(), members); break;
    case Task::push: add(PushReport(), members); break;
  }
  for (const auto& [name, value] : members.items()) json[name] = nullptr;
}

Json summary(const TaskEnd& end) {
  Json json = opening(end);
  add_members(end, json, [](const auto& report, Json& into) { add_summary(report, into); });
  return json;
}

Json whole_report(const TaskEnd& end) {
  Json json = summary(end);
  add_members(end, json, [](const auto& report, Json& into) { add_lists(report, into); });
  return json;
}

}  // namespace

std::string short_report_text(const TaskEnd& end) {
  return json_line(summary(end));
}

}  // namespace mongokeep::schedule

namespace mongokeep {

TasksService::Result::Status TaskEnd::status() const {
  return std::visit([](const auto& come_to) { return schedule::status_after(come_to); }, outcome);
}

std::optional<Error> TaskEnd::error() const {
  if (const auto* drill = std::get_if<DrillReport>(&outcome)) return drill->failure();
  const auto* error = std::get_if<Error>(&outcome);
  return error == nullptr ? std::nullopt : std::optional(*error);
}

bool TaskEnd::may_go_well_later() const {
  if (const auto* push = std::get_if<PushReport>(&outcome)) return schedule::may_arrive_later(*push);
  const auto* error = std::get_if<Error>(&outcome);
  return error != nullptr && schedule::may_pass(task, error->kind());
}

std::string report_text(const TaskEnd& end) {
  return json_line(schedule::whole_report(end));
}

}  // namespace mongokeep
