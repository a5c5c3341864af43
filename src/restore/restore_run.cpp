#include "restore/restore_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "base/patience.h"
#include "base/progress_meter.h"
#include "base/stop_wait.h"
#include "mongo/catalogue.h"
#include "mongo/patiently.h"
#include "mongo/writing/write_concern.h"
#include "mongokeep/error.h"
#include "restore/drop_confirmation.h"
#include "restore/index_build.h"
#include "restore/input_check.h"
#include "restore/parallel_restore.h"
#include "restore/rehearsal.h"
#include "restore/restore_log.h"
#include "restore/target_check.h"

namespace mongokeep::restore {

namespace {

/// Enough for every worker to have some batches of ordinary documents waiting.
constexpr std::size_t most_bytes_under_way = std::size_t{64} << 20U;

/// What is not in the text, and so cannot come back.
std::vector<std::string> losses(const archive::OpenBackup& backup, const RestoreSettings& settings) {
  std::vector<std::string> warnings;
  const std::string& format = backup.manifest().text_format;
  if (backup.is_legacy()) {
    warnings.emplace_back(
        "The folder has no manifest: mongokeep cannot check that it is complete, and restores no options and indexes");
  }
  if (format == "plain" && backup.is_legacy()) {
    warnings.emplace_back(settings.guess_types
                              ? "Types written in the text, such as {\"$oid\": …}, are restored. 24 hex digits under a "
                                "key `_id` become ObjectIds, and ISO dates become dates"
                              : "Types written in the text, such as {\"$oid\": …}, are restored. All other ObjectIds, "
                                "dates and binary data become strings; --guessTypes recognises ObjectIds and dates");
  } else if (format == "plain") {
    warnings.emplace_back(settings.guess_types
                              ? "The text is plain JSON: 24 hex digits under a key `_id` become ObjectIds, and ISO "
                                "dates become dates. References to other documents and binary data become strings, and "
                                "numbers get the smallest type that holds them"
                              : "The text is plain JSON: ObjectIds, dates and binary data become strings, and numbers "
                                "get the smallest type that holds them. --guessTypes recognises ObjectIds and dates");
  } else if (format == "relaxed") {
    warnings.emplace_back(
        "The text is relaxed Extended JSON: a whole number that fits becomes an int32, whatever its type was");
  }
  if (settings.guess_types && format != "plain") {
    warnings.emplace_back("--guessTypes has no effect: the text contains all types");
  }
  return warnings;
}

std::optional<DocumentFilter> filter_of(const RestoreSettings& settings) {
  if (settings.query.empty()) return std::nullopt;
  return DocumentFilter::parse(settings.query);
}

/// What comes back without its indexes must not be taken for the whole by somebody who reads the report later.
void leave_indexes_out(std::vector<PlannedCollection>& plan, std::vector<RestoredCollection>& results,
                       std::vector<std::string>& warnings) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    results[i].left_out_indexes = leave_out_indexes(plan[i].metadata.indexes);
    count += results[i].left_out_indexes;
  }
  if (count == 0) return;
  warnings.push_back(fmt::format(
      "{} indexes were left out because of --noIndexRestore: build them before you use the database", count));
}

RestoreReport report_for(const RestoreContext& context, const archive::OpenBackup& backup,
                         std::vector<PlannedCollection>& plan, const std::vector<RestoredCollection::Found>& found) {
  RestoreReport report;
  report.folder = backup.path();
  report.is_dry_run = context.settings.dry_run;
  report.warnings = losses(backup, context.settings);
  for (const PlannedCollection& planned : plan) {
    if (planned.type() == planned.record->type) continue;
    report.warnings.push_back(fmt::format(
        "{} is a view that was stored with its documents: it is restored as a collection", planned.source.text()));
  }
  for (std::size_t index = 0; index < plan.size(); ++index) {
    RestoredCollection& result = report.collections.emplace_back();
    result.stored_collection = plan[index].source.text();
    result.target = plan[index].target.text();
    result.type = plan[index].type();
    result.is_stored = plan[index].is_stored();
    result.found = found[index];
  }
  if (context.settings.no_indexes) leave_indexes_out(plan, report.collections, report.warnings);
  for (const std::string& warning : report.warnings) context.log.warning(warning);
  return report;
}

RunProgress run_of(const RestoreReport& report, bool is_drill) {
  using Kind = RunProgress::Kind;
  RunProgress run{.kind = report.is_dry_run ? Kind::rehearsal
                          : is_drill        ? Kind::drill
                                            : Kind::restore,
                  .folder = report.folder,
                  .collections = {}};
  // As every line of a restore, since the target may be any database.
  run.has_several_databases = true;
  for (const RestoredCollection& one : report.collections) {
    if (one.type != "view") run.collections.push_back(one.target);
  }
  return run;
}

/// What went in would be refused as duplicates, or as a target that is not empty, the next time.
Error interrupted(const Error& stop, const RestoreSettings& settings) {
  const bool can_repeat = settings.drop || settings.mode.value_or(RestoreMode::insert) != RestoreMode::insert;
  return Error(
      ErrorKind::stopped, stop.operation(), stop.subject(), stop.cause(),
      can_repeat
          ? "Run the same command again to restore everything. The documents already written stay in the database"
          : "To continue, run the same command with --mode missingOnly: it keeps the documents already written and "
            "adds the rest");
}

}  // namespace

RestoreReport run_restore(const RestoreContext& context) {
  const archive::OpenBackup backup = open_backup(context, "restore");
  const mongo::Client client = context.connection.acquire(context.stop);
  try {
    return restore_into(context, backup, client, mongo::default_database(client), nullptr);
  } catch (const Error& error) {
    // What was stopped before anything was changed says so.
    const bool has_begun = error.hint().empty();
    if (error.kind() != ErrorKind::stopped || context.settings.dry_run || !has_begun) throw;
    throw interrupted(error, context.settings);
  }
}

RestoreReport restore_into(const RestoreContext& context, const archive::OpenBackup& backup,
                           const mongo::Client& client, const std::string& database, const OnLoaded& on_loaded) {
  const auto started_at = context.clock();
  const std::optional<DocumentFilter> filter = filter_of(context.settings);
  auto plan = plan_restore(backup, context.settings, database, context.log);
  Patience patience(context.stop);
  mongo::server_version(client, patience);
  if (!context.settings.dry_run) mongo::check_write_concern(client, plan.front().target.database);
  const auto found = mongo::patiently(patience, [&] {
    auto there = look_at_targets(client, plan);
    check_sharding(client, plan, there, context.settings);
    check_targets_are_free(client, plan, there, context.settings);
    return there;
  });
  confirm_drop(context, client, plan, found);
  check_inputs(context, backup, plan);

  RestoreReport report = report_for(context, backup, plan, found);
  ProgressBoard progress(context.observer);
  ByteBudget budget(most_bytes_under_way);
  const LoadContext load{context, backup, filter ? &*filter : nullptr, progress, budget, context.stop, on_loaded};
  if (!context.settings.dry_run) log_start(context.log, client.hosts(), report);
  throw_if_stopped(context.stop);
  RunMeter run(context.observer, run_of(report, on_loaded != nullptr));
  if (context.settings.dry_run) {
    rehearse(load, client, plan, report.collections);
    run.finish();
    return report;
  }
  restore_all(load, client, plan, report.collections);
  const bool has_found_any = std::any_of(report.collections.begin(), report.collections.end(),
                                         [](const auto& one) { return one.documents > 0; });
  context.log.of_what_is_done([&] {
    if (filter && !has_found_any) {
      report.warnings.emplace_back("Nothing in the backup fits the query");
      context.log.warning(report.warnings.back());
    }
    log_completion(context.log, report,
                   std::chrono::duration_cast<std::chrono::milliseconds>(context.clock() - started_at));
    run.finish();
  });
  return report;
}

}  // namespace mongokeep::restore
