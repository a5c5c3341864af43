#include "restore/drill.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "base/error_fields.h"
#include "base/patience.h"
#include "mongo/catalogue.h"
#include "mongo/held_namespace.h"
#include "mongokeep/error.h"
#include "restore/restore_log.h"
#include "restore/restore_run.h"
#include "restore/scratch_databases.h"
#include "verify/collection_comparison.h"

namespace mongokeep::restore {

namespace {

/// The databases that a backup holds something of, sorted. Throws Error{damaged} where a restore would refuse one of
/// its collections.
std::vector<std::string> databases_of(const archive::OpenBackup& backup) {
  std::set<std::string> names;
  for (const archive::CollectionRecord& record : backup.manifest().collections) {
    const mongo::Namespace ns{backup.database_of(record), record.name};
    if (const std::string why = mongo::why_never_held(ns); !why.empty()) {
      if (!record.error.empty()) continue;
      throw Error(ErrorKind::damaged, "drill with", ns.text(), why,
                  "No backup contains such a collection: somebody may have changed the manifest. Use another backup");
    }
    names.insert(ns.database);
  }
  return {names.begin(), names.end()};
}

/// The settings of a restore of the whole backup into the scratch databases.
RestoreSettings settings_of(const RestoreSettings& given, const std::vector<std::string>& sources,
                            const std::vector<std::string>& scratch) {
  RestoreSettings settings;
  settings.root = given.root;
  settings.backup = given.backup;
  settings.parallel_collections = given.parallel_collections;
  // Documents may be older than the validator. The proof is of bytes.
  settings.bypass_validation = true;
  settings.convert_legacy_indexes = given.convert_legacy_indexes;
  for (std::size_t index = 0; index < sources.size(); ++index) {
    settings.renamed_from.push_back(sources[index] + ".$collection$");
    settings.renamed_to.push_back(scratch[index] + ".$collection$");
  }
  return settings;
}

/// What the comparisons of one drill come to. They are made from several threads.
class Comparisons {
 public:
  Comparisons(const RestoreContext& run, const archive::OpenBackup& backup)
      : run_(run), backup_(backup), progress_(nullptr) {}

  /// How the documents differ; empty: not at all.
  std::string compare(const mongo::Client& client, const PlannedCollection& planned) {
    const verify::ComparisonContext context{client, backup_, progress_, run_.stop};
    CollectionComparison found = verify::compare_documents(context, *planned.record, planned.target);
    found.stored_collection = planned.source.text();
    std::string differences = verify::differences_of(found);
    const std::lock_guard lock(mutex_);
    all_.push_back(std::move(found));
    return differences;
  }

  ComparisonReport report() {
    std::sort(all_.begin(), all_.end(),
              [](const auto& left, const auto& right) { return left.stored_collection < right.stored_collection; });
    ComparisonReport report;
    report.folder = backup_.path();
    report.collections = std::move(all_);
    return report;
  }

 private:
  const RestoreContext& run_;
  const archive::OpenBackup& backup_;
  ProgressBoard progress_;
  std::mutex mutex_;
  std::vector<CollectionComparison> all_;
};

}  // namespace

DrillReport run_drill(const RestoreContext& context, const std::string& database) {
  const auto started_at = context.clock();
  const archive::OpenBackup backup = open_backup(context, "drill with");
  if (backup.is_legacy()) {
    throw Error(ErrorKind::usage, "drill with", backup.path().string(),
                "it has no manifest to compare the restored database with",
                "Restore it into a spare database and check the result yourself");
  }
  const mongo::Client client = context.connection.acquire(context.stop);
  Patience patience(context.stop);
  mongo::server_version(client, patience);
  const std::vector<std::string> sources = databases_of(backup);
  if (sources.empty())
    throw Error(ErrorKind::configuration, "drill with", backup.path().string(), "it contains no collections");
  ScratchDatabases scratch(client, context.log, sources, database, context.stop);
  context.log.progress().info("drillBackup: Drill started",
                              {{"backupPath", backup.path().string()}, {"scratchDatabase", scratch.names().front()}});

  const RestoreSettings settings = settings_of(context.settings, sources, scratch.names());
  const RestoreContext restoring{context.connection, settings,      context.stop,
                                 context.observer,   context.clock, context.log};
  Comparisons comparisons(context, backup);
  const auto compare = [&](const mongo::Client& by, const PlannedCollection& planned) {
    return comparisons.compare(by, planned);
  };
  DrillReport report;
  report.restored = restore_into(restoring, backup, client, {}, compare);
  report.compared = comparisons.report();
  report.scratch_databases = scratch.names();
  report.text_format = backup.manifest().text_format;
  try {
    scratch.drop();
  } catch (const Error& error) {
    // What was found is not lost for that.
    report.left_over = error.what();
    context.log.error("Cannot drop a scratch database of the drill", error_fields(error));
  }
  log_drill_completion(context.log, report,
                       std::chrono::duration_cast<std::chrono::milliseconds>(context.clock() - started_at));
  return report;
}

}  // namespace mongokeep::restore
