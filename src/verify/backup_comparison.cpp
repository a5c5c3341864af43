#include "verify/backup_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <set>
#include <utility>
#include <vector>

#include "archive/backup_search.h"
#include "archive/open_backup.h"
#include "base/parallel_work.h"
#include "base/patience.h"
#include "base/progress_meter.h"
#include "base/stop_wait.h"
#include "keys/key_files.h"
#include "mongo/catalogue.h"
#include "mongo/client_work.h"
#include "mongo/held_namespace.h"
#include "mongo/patiently.h"
#include "mongokeep/error.h"
#include "store/stores.h"
#include "verify/collection_comparison.h"
#include "verify/counterparts.h"
#include "verify/manifest_check.h"

namespace mongokeep::verify {

namespace {

using archive::CollectionRecord;

/// A collection of the backup, and where it is looked for.
struct Pair {
  const CollectionRecord* record;
  mongo::Namespace live;
};

bool concerns_one_collection(ErrorKind kind) {
  return kind == ErrorKind::server || kind == ErrorKind::damaged || kind == ErrorKind::invalid_data;
}

class BackupComparison {
 public:
  explicit BackupComparison(const BackupComparisonContext& context)
      : context_(context),
        backup_(archive::OpenBackup::open(
            archive::find_backup(store::roots_of(context.settings.root, context.settings.stores, context.stop),
                                 context.settings.backup, context.clock(), context.log),
            keys::read_keys(context.settings.keys))),
        board_(context.observer),
        started_at_(context.clock()) {
    backup_.require_open("compare");
    report_.folder = backup_.path();
  }

  ComparisonReport run() {
    const mongo::Client client = context_.connection.acquire(context_.stop);
    // The first call on the connection: its errors name the hosts.
    Patience patience(context_.stop);
    mongo::server_version(client, patience);
    const std::vector<Pair> pairs = pairs_for(client);
    context_.log.progress().info("compareBackup: Comparison started",
                                 {{"backupPath", report_.folder.string()},
                                  {"hosts", client.hosts()},
                                  {"collectionCount", static_cast<std::int64_t>(pairs.size())}});
    RunMeter run(context_.observer, run_of(pairs));
    compare(client, pairs);
    run.finish();
    find_what_is_not_in_backup(client, pairs);
    if (backup_.manifest().text_format != "canonical") {
      report_.notes.push_back(fmt::format(
          "the backup is {} JSON, which does not store all types: documents were compared without those types",
          backup_.manifest().text_format));
    }
    log_completion();
    return std::move(report_);
  }

 private:
  std::vector<Pair> pairs_for(const mongo::Client& client) const {
    const Counterparts counterparts(backup_, mongo::named_database(context_.database, mongo::default_database(client)),
                                    "compare");
    std::vector<Pair> pairs;
    for (const CollectionRecord& record : backup_.manifest().collections) {
      if (!counterparts.are_meant(record)) continue;
      pairs.push_back({&record, counterparts.target(record)});
      const mongo::Namespace& live = pairs.back().live;
      const std::string why = mongo::why_never_held(live);
      if (why.empty() || !record.error.empty()) continue;
      throw Error(ErrorKind::damaged, "compare with", live.text(), why,
                  "No backup contains such a collection: somebody may have changed the manifest");
    }
    return pairs;
  }

  RunProgress run_of(const std::vector<Pair>& pairs) const {
    RunProgress run{.kind = RunProgress::Kind::comparison, .folder = report_.folder, .collections = {}};
    run.has_several_databases = true;
    for (const Pair& pair : pairs) {
      if (!pair.record->file.empty()) run.collections.push_back(pair.live.text());
    }
    return run;
  }

  void compare(const mongo::Client& client, const std::vector<Pair>& pairs) {
    report_.collections.resize(pairs.size());
    const mongo::IndexForm form{.converts_legacy = context_.settings.convert_legacy_indexes};
    const auto compare_one = [&](const mongo::Client& by, std::size_t task, const std::stop_token& stop) {
      throw_if_stopped(stop);
      report_.collections[task] = compared({by, backup_, board_, stop, form}, pairs[task]);
      log_collection(report_.collections[task]);
    };
    mongo::run_in_parallel(pairs.size(), workers_for(context_.settings.parallel_files), client, context_.connection,
                           compare_one, context_.stop, context_.log);
  }

  CollectionComparison compared(const ComparisonContext& comparison, const Pair& pair) const {
    CollectionComparison result;
    result.stored_collection = full_name(backup_.manifest(), *pair.record);
    result.live_collection = pair.live.text();
    result.error = pair.record->error;
    if (!result.error.empty()) {
      if (!backup_.is_legacy()) result.error = "its backup failed: " + result.error;
      ProgressMeter(comparison.progress, result.live_collection).fail(result.error);
      return result;
    }
    try {
      return compare_collection(comparison, *pair.record, pair.live);
    } catch (const Error& error) {
      if (!concerns_one_collection(error.kind())) throw;
      result.error = error.what();
      return result;
    } catch (const std::exception& error) {
      result.error = Error(ErrorKind::invalid_data, "compare", pair.live.text(), error.what()).what();
      return result;
    }
  }

  /// Where only some collections were asked for, the others are not missing.
  void find_what_is_not_in_backup(const mongo::Client& client, const std::vector<Pair>& pairs) {
    if (!backup_.manifest().selection.empty()) return;
    std::set<std::string> databases;
    std::set<std::string> known;
    for (const Pair& pair : pairs) {
      databases.insert(pair.live.database);
      known.insert(pair.live.text());
    }
    // All is compared by now, and not to be lost for one answer.
    Patience patience(context_.stop);
    if (backup_.is_of_all_databases() && context_.database.empty()) {
      for (const std::string& name : mongo::patiently(patience, [&] { return mongo::list_databases(client); })) {
        if (!mongo::is_server_own_database(name)) databases.insert(name);
      }
    }
    for (const std::string& database : databases) {
      const auto there = mongo::patiently(patience, [&] { return mongo::list_collections(client, database); });
      for (const mongo::CollectionInfo& info : there) {
        const mongo::Namespace ns{database, info.name};
        if (!mongo::is_server_own(ns) && !known.contains(ns.text())) report_.not_in_backup.push_back(ns.text());
      }
    }
  }

  void log_collection(const CollectionComparison& found) {
    std::vector<LogField> fields = {{"collectionName", found.stored_collection}};
    if (!found.error.empty()) {
      fields.push_back({"error", found.error});
      context_.log.progress().error("Failed to compare collection", std::move(fields));
      return;
    }
    fields.push_back({"sameCount", static_cast<std::int64_t>(found.same)});
    if (!found.is_same()) {
      fields.push_back({"missingCount", static_cast<std::int64_t>(found.missing)});
      fields.push_back({"addedCount", static_cast<std::int64_t>(found.added)});
      fields.push_back({"changedCount", static_cast<std::int64_t>(found.changed)});
      fields.push_back({"differenceCount", static_cast<std::int64_t>(found.metadata.size())});
    }
    if (found.is_same()) {
      context_.log.progress().info("Collection is the same in the database", std::move(fields));
    } else {
      context_.log.progress().warning("Collection differs in the database", std::move(fields));
    }
  }

  void log_completion() {
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(context_.clock() - started_at_);
    const auto differing = std::count_if(report_.collections.begin(), report_.collections.end(),
                                         [](const CollectionComparison& found) { return !found.is_same(); });
    context_.log.progress().info("compareBackup: Comparison completed",
                                 {{"backupPath", report_.folder.string()},
                                  {"collectionCount", static_cast<std::int64_t>(report_.collections.size())},
                                  {"differingCount", static_cast<std::int64_t>(differing)},
                                  {"notInBackupCount", static_cast<std::int64_t>(report_.not_in_backup.size())},
                                  {"durationMs", static_cast<std::int64_t>(took.count())}});
  }

  const BackupComparisonContext& context_;
  archive::OpenBackup backup_;
  ProgressBoard board_;
  std::chrono::system_clock::time_point started_at_;
  ComparisonReport report_;
};

}  // namespace

ComparisonReport compare_backup(const BackupComparisonContext& context) {
  throw_if_stopped(context.stop);
  return BackupComparison(context).run();
}

}  // namespace mongokeep::verify
