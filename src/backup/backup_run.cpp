#include "backup/backup_run.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "archive/backup_order.h"
#include "archive/leftovers.h"
#include "archive/not_held.h"
#include "archive/pending_backup.h"
#include "archive/root.h"
#include "archive/sealed_manifest.h"
#include "backup/asking.h"
#include "backup/chosen_packing.h"
#include "backup/file_plan.h"
#include "backup/parallel_copy.h"
#include "backup/selection.h"
#include "backup/shrinkage_watch.h"
#include "base/error_fields.h"
#include "base/patience.h"
#include "base/progress_meter.h"
#include "base/stop_wait.h"
#include "base/text/time_text.h"
#include "mongo/catalogue.h"
#include "mongokeep/error.h"
#include "mongokeep/version.h"

namespace mongokeep::backup {

namespace {

const char* name_of(JsonFormat format) {
  switch (format) {
    case JsonFormat::canonical: return "canonical";
    case JsonFormat::relaxed: return "relaxed";
    case JsonFormat::plain: return "plain";
  }
  return "canonical";
}

bool has_failed(const archive::CollectionRecord& record) {
  return !record.error.empty();
}

/// A run in which nothing could be copied has no backup to show: its first failure is the run's.
void throw_if_all_failed(const std::vector<CopyOutcome>& outcomes) {
  const auto failed = [](const CopyOutcome& outcome) { return outcome.failure.has_value(); };
  const auto stored = [](const CopyOutcome& outcome) { return !outcome.record.file.empty(); };
  const auto first = std::find_if(outcomes.begin(), outcomes.end(), failed);
  if (first != outcomes.end() && std::none_of(outcomes.begin(), outcomes.end(), stored)) throw *first->failure;
}

/// When a backup was begun, and after which later one.
struct Beginning {
  std::chrono::system_clock::time_point at;
  std::optional<std::chrono::system_clock::time_point> after;
};

archive::Manifest manifest_of(const RunContext& context, const archive::Packing& packing, const std::string& server,
                              std::vector<CopyOutcome> outcomes, const Beginning& beginning) {
  archive::Manifest manifest;
  if (!packing.form().is_plain()) manifest.format_version = archive::Manifest::current_format_version;
  manifest.tool = fmt::format("mongokeep {}", version());
  manifest.server = server.empty() ? std::string(archive::unknown_server) : server;
  manifest.selection = selection_of(context.settings);
  manifest.text_format = name_of(context.settings.format);
  manifest.started_at = beginning.at;
  manifest.made_after = beginning.after;
  for (CopyOutcome& outcome : outcomes) {
    if (!context.settings.all_databases) {
      manifest.database = outcome.record.database;
      outcome.record.database.clear();
    }
    if (has_failed(outcome.record)) manifest.status = archive::Status::partial;
    manifest.collections.push_back(std::move(outcome.record));
  }
  manifest.finished_at = context.clock();
  return packing.recipients ? archive::sealed_for(*packing.recipients, std::move(manifest)) : manifest;
}

BackupReport report_of(const archive::Manifest& manifest, const std::filesystem::path& folder) {
  BackupReport report;
  report.status = manifest.status == archive::Status::complete ? BackupStatus::complete : BackupStatus::partial;
  report.folder = folder;
  report.started_at = manifest.started_at;
  report.finished_at = manifest.finished_at;
  for (const archive::CollectionRecord& record : manifest.collections) {
    const std::string& database = record.database.empty() ? manifest.database : record.database;
    const std::filesystem::path file = record.file.empty() ? std::filesystem::path() : folder / record.file;
    report.collections.push_back(
        {database, record.name, file, record.documents, record.bson_bytes, record.stored_bytes, record.error});
  }
  return report;
}

RunProgress run_of(const RunContext& context, const std::filesystem::path& folder,
                   const std::vector<PlannedFile>& plan) {
  RunProgress run{.kind = RunProgress::Kind::backup, .folder = folder, .collections = {}};
  run.has_several_databases = context.settings.all_databases;
  for (const PlannedFile& planned : plan) {
    if (planned.target->content != Target::Content::definition) run.collections.push_back(planned.target->ns.text());
  }
  return run;
}

void log_start(const RunContext& context, const mongo::Client& client, std::size_t collections,
               const std::filesystem::path& folder) {
  context.log.progress().info("createBackup: Backup started",
                              {{"hosts", client.hosts()},
                               {"collectionCount", static_cast<std::int64_t>(collections)},
                               {"backupPath", folder.string()}});
}

void log_completion(const RunContext& context, const BackupReport& report, const std::vector<std::string>& not_held) {
  std::int64_t documents = 0;
  std::int64_t failed = 0;
  for (const CollectionReport& collection : report.collections) {
    documents += static_cast<std::int64_t>(collection.documents);
    failed += collection.error.empty() ? 0 : 1;
  }
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(report.finished_at - report.started_at);
  const bool is_complete = report.is_whole();
  const auto collections = static_cast<std::int64_t>(report.collections.size());
  std::vector<LogField> fields = {{"status", report.status == BackupStatus::complete ? "complete" : "partial"},
                                  {"backupPath", report.folder.string()},
                                  {"collectionCount", collections},
                                  {"failedCount", failed},
                                  {"documentCount", documents},
                                  {"durationMs", static_cast<std::int64_t>(took.count())},
                                  {"notHeld", fmt::format("{}", fmt::join(not_held, ", "))}};
  if (is_complete) {
    context.log.progress().info("createBackup: Backup completed", std::move(fields));
  } else {
    context.log.progress().warning("createBackup: Backup completed", std::move(fields));
  }
}

/// The start of the newest backup in the root, where the clock says that it is still to come: told, and for the
/// manifest.
std::optional<std::chrono::system_clock::time_point> later_start(const RunContext& context) {
  try {
    const auto newest = archive::newest_head(context.settings.root);
    const auto now = context.clock();
    if (!newest || newest->started_at <= now) return std::nullopt;
    context.log.warning("The root contains a backup dated in the future: some clock is or was wrong",
                        {{"clock", utc_text(now)}, {"newestBackupAt", utc_text(newest->started_at)}});
    return newest->started_at;
  } catch (const Error& error) {
    // Whatever is wrong with older backups, a new one can be made.
    context.log.warning("Cannot read the existing backups", error_fields(error));
    return std::nullopt;
  }
}

/// What the root, or its file system (SMB, exFAT, WebDAV), cannot do, told once for each backup.
std::vector<std::string> tell_shortcomings(const RunContext& context, const Directory& folder) {
  std::vector<std::string> shortcomings;
  if (!folder.has_its_mode()) {
    shortcomings.emplace_back("it does not store file modes, so the mount options decide who can read the backups");
  }
  if (!folder.can_be_synced()) {
    shortcomings.emplace_back("it cannot sync folders, so a loss of power may destroy the newest backup");
  }
  const mode_t root = Directory::open(context.settings.root).mode();
  std::vector<std::string> warnings;
  if (!Directory::lets_readers_enter(root, context.settings.file_mode)) {
    warnings.emplace_back(
        "The file mode lets others read the backups, but they cannot enter the root: change the mode of the root with "
        "chmod.");
    context.log.warning(warnings.back(), {{"root", folder.path().parent_path().string()}});
  }
  if (shortcomings.empty()) return warnings;
  const std::string text = fmt::format("{}", fmt::join(shortcomings, "; "));
  context.log.warning("The file system of the root is limited",
                      {{"root", folder.path().parent_path().string()}, {"limits", text}});
  warnings.push_back(fmt::format("The file system of the root is limited: {}.", text));
  return warnings;
}

}  // namespace

BackupReport run_backup(const RunContext& context) {
  const auto started_at = context.clock();
  const archive::Packing packing = chosen_packing(context.settings);
  const mongo::Client client = context.connection.acquire(context.stop);
  Patience patience(context.stop);
  const std::string server = mongo::server_version(client, patience);
  const std::vector<Target> targets =
      ask({client, context.stop, context.log}, [&] { return choose_targets(client, context.settings, context.log); });

  const bool is_new_root = archive::make_root_if_missing(context.settings.root, context.settings.missing_root,
                                                         context.log, context.settings.file_mode);
  const archive::LockedRoot root = archive::LockedRoot::open(context.settings.root, context.settings.file_mode);
  archive::remove_leftovers(root, context.log);
  const auto made_after = later_start(context);
  archive::PendingBackup pending(root, root.free_name(started_at, context.settings.time_zone));
  log_start(context, client, targets.size(), pending.final_path());
  std::vector<std::string> warnings = tell_shortcomings(context, pending.folder());

  const std::vector<PlannedFile> plan = plan_files(targets, context.settings.all_databases, packing.form(), pending);
  RunMeter run(context.observer, run_of(context, pending.final_path(), plan));
  std::vector<CopyOutcome> outcomes = copy_all(context, client, pending.final_path(), packing, plan);
  throw_if_stopped(context.stop);
  throw_if_all_failed(outcomes);

  const archive::Manifest manifest =
      manifest_of(context, packing, server, std::move(outcomes), {started_at, made_after});
  // First, while it can still fail: what is published must not end in an error that says otherwise.
  BackupReport report = report_of(manifest, pending.final_path());
  const std::optional<Error> unsynced = pending.publish(manifest);
  if (unsynced) {
    report.unsynced = unsynced->what();
    context.log.of_what_is_done([&] {
      context.log.error("createBackup: Backup is published but not synced: a loss of power may destroy it",
                        error_fields(*unsynced));
    });
  }
  report.warnings = std::move(warnings);
  context.log.of_what_is_done([&] {
    for (std::string& warning : watch_for_shrinkage(context.settings, manifest, report.folder, context.log)) {
      report.warnings.push_back(std::move(warning));
    }
    if (is_new_root) {
      report.warnings.push_back(
          fmt::format("The root {} did not exist and was created.", report.folder.parent_path().string()));
    }
    log_completion(context, report, archive::not_held(manifest));
    run.finish();
  });
  return report;
}

}  // namespace mongokeep::backup
