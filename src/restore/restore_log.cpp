#include "restore/restore_log.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/text/counted.h"

namespace mongokeep::restore {

namespace {

std::vector<LogField> names_of(const mongo::Namespace& target) {
  return {{"collectionName", target.collection}, {"database", target.database}};
}

void add_counts(std::vector<LogField>& fields, const RestoredCollection& result) {
  const auto add = [&](const char* name, std::uint64_t count) {
    if (count > 0) fields.push_back({name, static_cast<std::int64_t>(count)});
  };
  fields.push_back({"writtenCount", static_cast<std::int64_t>(result.inserted + result.replaced)});
  add("presentCount", result.present);
  add("duplicateCount", result.duplicates);
  add("invalidCount", result.invalid);
  add("failedCount", result.failed);
  add("indexCount", result.indexes);
  add("leftOutIndexCount", result.left_out_indexes);
}

void log_parts(Log& log, const mongo::Namespace& target, const RestoredCollection& result) {
  for (const LostDocument& lost : result.lost) {
    std::vector<LogField> fields = names_of(target);
    fields.push_back({"line", static_cast<std::int64_t>(lost.line)});
    fields.push_back({"error", lost.reason});
    log.warning("A document was not restored", std::move(fields));
  }
  for (const std::string& part : result.refused) {
    std::vector<LogField> fields = names_of(target);
    fields.push_back({"error", part});
    log.warning("A part of the collection was not restored", std::move(fields));
  }
  if (!result.unconfirmed.empty()) {
    std::vector<LogField> fields = names_of(target);
    fields.push_back({"error", result.unconfirmed});
    log.warning("The server wrote the documents but did not confirm the write concern", std::move(fields));
  }
}

const char* status_of(const DrillReport& report) {
  if (!report.has_same_documents()) return "failed";
  return report.is_proof() ? "complete" : "partial";
}

}  // namespace

std::string shortfall_of(const RestoredCollection& result) {
  std::vector<std::string> parts;
  if (result.duplicates > 0) parts.push_back(counted(result.duplicates, "duplicate"));
  if (result.invalid > 0) parts.push_back(counted(result.invalid, "invalid document"));
  if (result.failed > 0) parts.push_back(counted(result.failed, "refused document"));
  if (parts.empty() && !result.lost.empty()) {
    parts.push_back(counted(result.lost.size(), "place") + " that cannot be read");
  }
  if (!result.refused.empty()) parts.push_back("refused: " + result.refused.front());
  if (result.refused.size() > 1) parts.push_back(fmt::format("and {} more", result.refused.size() - 1));
  if (!result.unconfirmed.empty()) parts.push_back("not confirmed: " + result.unconfirmed);
  if (parts.empty()) return result.error;
  return fmt::format("{}", fmt::join(parts, ", "));
}

void log_restored(Log& log, const mongo::Namespace& target, const RestoredCollection& result) {
  log_parts(log, target, result);
  std::vector<LogField> fields = names_of(target);
  add_counts(fields, result);
  if (result.is_whole()) {
    log.progress().info("Successfully restored collection", std::move(fields));
  } else {
    log.progress().warning("Restored collection partially", std::move(fields));
  }
}

void log_failed(Log& log, const mongo::Namespace& target, const RestoredCollection& result, Told told) {
  log_parts(log, target, result);
  std::vector<LogField> fields = names_of(target);
  add_counts(fields, result);
  fields.push_back({"error", result.error});
  Log last = told == Told::observer_too ? log.progress() : log;
  last.error("Failed to restore collection", std::move(fields));
}

void log_interrupted(Log& log, const mongo::Namespace& target, const RestoredCollection& result) {
  std::vector<LogField> fields = names_of(target);
  add_counts(fields, result);
  log_parts(log, target, result);
  log.warning("Restoring the collection was interrupted", std::move(fields));
}

void log_start(Log& log, const std::string& hosts, const RestoreReport& report) {
  log.progress().info("restoreBackup: Restore started",
                      {{"hosts", hosts},
                       {"collectionCount", static_cast<std::int64_t>(report.collections.size())},
                       {"backupPath", report.folder.string()}});
}

void log_completion(Log& log, const RestoreReport& report, std::chrono::milliseconds took) {
  std::int64_t documents = 0;
  std::int64_t incomplete = 0;
  for (const RestoredCollection& collection : report.collections) {
    documents += static_cast<std::int64_t>(collection.inserted + collection.replaced);
    incomplete += collection.is_whole() ? 0 : 1;
  }
  std::vector<LogField> fields = {{"status", report.is_whole() ? "complete" : "partial"},
                                  {"backupPath", report.folder.string()},
                                  {"collectionCount", static_cast<std::int64_t>(report.collections.size())},
                                  {"incompleteCount", incomplete},
                                  {"writtenCount", documents},
                                  {"durationMs", static_cast<std::int64_t>(took.count())}};
  if (report.is_whole()) {
    log.progress().info("restoreBackup: Restore completed", std::move(fields));
  } else {
    log.progress().warning("restoreBackup: Restore completed", std::move(fields));
  }
}

void log_drill_completion(Log& log, const DrillReport& report, std::chrono::milliseconds took) {
  std::vector<LogField> fields = {{"status", status_of(report)},
                                  {"backupPath", report.restored.folder.string()},
                                  {"collectionCount", static_cast<std::int64_t>(report.restored.collections.size())}};
  const auto add_sum = [&](const char* name, std::uint64_t CollectionComparison::*count) {
    std::uint64_t sum = 0;
    for (const CollectionComparison& one : report.compared.collections) sum += one.*count;
    fields.push_back({name, static_cast<std::int64_t>(sum)});
  };
  add_sum("sameCount", &CollectionComparison::same);
  add_sum("missingCount", &CollectionComparison::missing);
  add_sum("addedCount", &CollectionComparison::added);
  add_sum("changedCount", &CollectionComparison::changed);
  std::int64_t refused = 0;
  for (const RestoredCollection& one : report.restored.collections) {
    refused += static_cast<std::int64_t>(one.refused.size());
  }
  fields.push_back({"refusedCount", refused});
  fields.push_back({"durationMs", static_cast<std::int64_t>(took.count())});
  if (!report.left_over.empty()) fields.push_back({"leftOver", report.left_over});
  if (report.is_proof()) {
    log.progress().info("drillBackup: Drill completed", std::move(fields));
  } else {
    log.progress().warning("drillBackup: Drill completed", std::move(fields));
  }
}

}  // namespace mongokeep::restore
