#include "verify/backup_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <numeric>
#include <optional>
#include <utility>

#include "archive/backup_search.h"
#include "archive/file_name.h"
#include "archive/open_backup.h"
#include "base/parallel_work.h"
#include "base/progress_meter.h"
#include "base/stop_wait.h"
#include "base/text/counted.h"
#include "keys/key_files.h"
#include "store/stores.h"
#include "verify/file_check.h"
#include "verify/folder_contents.h"
#include "verify/manifest_check.h"

namespace mongokeep::verify {

namespace {

using archive::CollectionRecord;
using archive::Manifest;

/// The check of one backup's folder.
class BackupCheck {
 public:
  BackupCheck(const CheckContext& context, const archive::ReadableFolder& folder, const stream::age::Identities& keys)
      : context_(context), folder_(folder), keys_(keys), board_(context.observer), started_at_(context.clock()) {
    report_.folder = folder.path();
  }

  /// With a manifest that can be read, or one made up for an older system's folder.
  VerifyReport check_all(const archive::OpenBackup& backup) {
    const Manifest& manifest = backup.manifest();
    for (const CollectionRecord& record : manifest.collections) {
      const bool is_readable = !record.file.empty() && (!backup.is_legacy() || record.error.empty());
      if (is_readable) tasks_.push_back(task_for(backup, record, full_name(backup.manifest(), record)));
    }
    log_start();
    if (!backup.is_legacy()) {
      check_manifest(manifest);
      check_strangers(manifest);
    }
    if (std::string problem = backup.downgrade(); !problem.empty()) {
      add_damage({folder_.path(), "", 0, 0, std::move(problem)});
      report_.notes.emplace_back(
          "if the backup is from an older system, or from before encryption was turned on, add --acceptUnsealed");
    }
    if (backup.is_legacy()) {
      find_unreadable(manifest);
    } else {
      note_failures(manifest);
    }
    if (manifest.text_format == "plain") note_plain_text(backup.is_legacy());
    check_files();
    note_closed(backup.is_legacy());
    if (backup.is_legacy()) check_for_lost_manifest();
    return finish();
  }

  /// Without one: what there is to be read is read, so that the report tells what can be saved.
  VerifyReport check_files_alone(const std::string& problem) {
    add_damage({manifest_path(), "", 0, 0, problem});
    const FolderEntries files = document_files_in(folder_);
    for (const FolderEntry& entry : files.first) tasks_.push_back(task_without_record(entry.path));
    log_start();
    if (files.more > 0) add_damage({folder_.path(), "", 0, 0, counted(files.more, "more file") + ", not checked"});
    report_.notes.push_back("without a manifest, only the syntax of the files and their documents was checked");
    check_files();
    note_closed(true);
    return finish();
  }

 private:
  FileTask task_without_record(const std::string& path) const {
    FileTask task;
    task.path = folder_.path() / path;
    task.collection = path.substr(0, path.rfind(".json"));
    task.open = [this, path] { return open_entry(folder_, path); };
    task.text_format = "canonical";
    task.form = archive::form_of(path);
    task.keys = &keys_;
    return task;
  }

  void note_closed(bool is_without_manifest) {
    const auto is_closed = [](const FileFindings& found) { return found.is_closed; };
    if (std::none_of(findings_.begin(), findings_.end(), is_closed)) return;
    report_.notes.emplace_back(is_without_manifest ? "encrypted, and no key was given: the documents were not checked"
                                                   : "encrypted, and no key was given: only sizes and checksums were "
                                                     "checked, not the documents and not the manifest's seal");
    report_.notes.emplace_back("to check everything, give the identity with --identity FILE");
  }

  void check_manifest(const Manifest& manifest) {
    for (Contradiction& found : contradictions_in(manifest)) {
      add_damage({manifest_path(), std::move(found.collection), 0, 0, std::move(found.problem)});
    }
  }

  void check_strangers(const Manifest& manifest) {
    const FolderEntries strangers = strangers_in(folder_, manifest);
    for (const FolderEntry& stranger : strangers.first) {
      add_damage({folder_.path() / stranger.path, "", 0, 0, problem_of(stranger)});
    }
    if (strangers.more == 0) return;
    add_damage({folder_.path(), "", 0, 0,
                counted(strangers.more, "more item") + ", not shown: the manifest does not name them"});
  }

  /// What cannot be read is not sound, whatever else is.
  void find_unreadable(const Manifest& manifest) {
    for (const CollectionRecord& record : manifest.collections) {
      if (!record.error.empty()) add_damage({folder_.path() / record.file, record.name, 0, 0, record.error});
    }
  }

  void note_failures(const Manifest& manifest) {
    for (const CollectionRecord& record : manifest.collections) {
      if (record.error.empty()) continue;
      report_.notes.push_back(
          fmt::format("{} is not in the backup, because it failed: {}", full_name(manifest, record), record.error));
    }
  }

  void note_plain_text(bool is_legacy) {
    report_.notes.emplace_back(
        "plain JSON has no types: the order of the _ids and the size of the documents were not checked");
    if (!is_legacy) return;
    report_.notes.emplace_back("a folder of an older system has no manifest: changed or lost files cannot be noticed");
  }

  /// The largest first, so that no thread is left alone with it in the end.
  std::vector<std::size_t> reading_order() const {
    std::vector<std::size_t> order(tasks_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto size_of = [&](std::size_t index) {
      return tasks_[index].record == nullptr ? 0 : tasks_[index].record->stored_bytes;
    };
    std::stable_sort(order.begin(), order.end(), [&](auto left, auto right) { return size_of(left) > size_of(right); });
    return order;
  }

  RunProgress run_of_tasks() const {
    RunProgress run{.kind = RunProgress::Kind::verification, .folder = report_.folder, .collections = {}};
    run.reads_documents = context_.settings.depth == VerifySettings::Depth::full;
    run.has_several_databases = true;
    for (const FileTask& task : tasks_) run.collections.push_back(task.collection);
    return run;
  }

  void check_files() {
    const std::vector<std::size_t> order = reading_order();
    findings_.resize(tasks_.size());
    RunMeter run(context_.observer, run_of_tasks());
    const Worker check = [&](std::size_t number, const std::stop_token& stop) {
      throw_if_stopped(stop);
      const std::size_t task = order[number];
      findings_[task] = check_file({context_.settings.depth, board_, stop}, tasks_[task]);
      log_file(tasks_[task], findings_[task]);
    };
    run_in_parallel(order.size(), workers_for(context_.settings.parallel_files), check, context_.stop, context_.log);
    for (FileFindings& found : findings_) {
      report_.files += found.is_read ? 1 : 0;
      report_.documents += found.documents;
      report_.bytes += found.bytes;
      std::move(found.damages.begin(), found.damages.end(), std::back_inserter(report_.damages));
      std::move(found.notes.begin(), found.notes.end(), std::back_inserter(report_.notes));
    }
    run.finish();
  }

  /// Older systems do not write as we do. A folder of ours never is without its manifest.
  void check_for_lost_manifest() {
    const auto is_ours = [](const FileFindings& found) { return found.looks_like_ours || found.is_closed; };
    if (std::none_of(findings_.begin(), findings_.end(), is_ours)) return;
    add_damage({manifest_path(), "", 0, 0, "it is missing, although mongokeep wrote the files beside it"});
  }

  std::filesystem::path manifest_path() const { return folder_.path() / Manifest::file_name; }

  void add_damage(Damage damage) {
    log_damage(context_.log, damage);
    report_.damages.push_back(std::move(damage));
  }

  static void log_damage(Log& log, const Damage& damage) {
    std::vector<LogField> fields = {{"filePath", damage.file.string()}};
    if (damage.line != 0) {
      fields.push_back({"line", static_cast<std::int64_t>(damage.line)});
      fields.push_back({"column", static_cast<std::int64_t>(damage.column)});
    }
    if (!damage.collection.empty()) fields.push_back({"collectionName", damage.collection});
    fields.push_back({"error", damage.problem});
    log.error("verifyBackup: Damage found", std::move(fields));
  }

  void log_file(const FileTask& task, const FileFindings& found) {
    Log told = context_.log.progress();
    for (const Damage& damage : found.damages) log_damage(told, damage);
    if (!found.damages.empty()) return;
    std::vector<LogField> fields = {{"collectionName", task.collection}};
    if (context_.settings.depth == VerifySettings::Depth::full && !found.is_closed) {
      fields.push_back({"documentCount", static_cast<std::int64_t>(found.documents)});
    }
    fields.push_back({"filePath", task.path.string()});
    told.info("Successfully verified collection", std::move(fields));
  }

  void log_start() {
    context_.log.progress().info(
        "verifyBackup: Verification started",
        {{"backupPath", report_.folder.string()}, {"fileCount", static_cast<std::int64_t>(tasks_.size())}});
  }

  VerifyReport finish() {
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(context_.clock() - started_at_);
    std::vector<LogField> fields = {{"status", report_.damages.empty() ? "sound" : "damaged"},
                                    {"backupPath", report_.folder.string()},
                                    {"fileCount", static_cast<std::int64_t>(report_.files)},
                                    {"documentCount", static_cast<std::int64_t>(report_.documents)},
                                    {"readBytes", static_cast<std::int64_t>(report_.bytes)},
                                    {"damageCount", static_cast<std::int64_t>(report_.damages.size())},
                                    {"durationMs", static_cast<std::int64_t>(took.count())}};
    if (report_.damages.empty()) {
      context_.log.progress().info("verifyBackup: Verification completed", std::move(fields));
    } else {
      context_.log.progress().error("verifyBackup: Verification completed", std::move(fields));
    }
    return std::move(report_);
  }

  const CheckContext& context_;
  const archive::ReadableFolder& folder_;
  const stream::age::Identities& keys_;
  ProgressBoard board_;
  std::chrono::system_clock::time_point started_at_;
  std::vector<FileTask> tasks_;
  std::vector<FileFindings> findings_;
  VerifyReport report_;
};

VerifyReport check_without_manifest(const CheckContext& context, const archive::BackupPlace& place,
                                    const stream::age::Identities& keys, const std::string& problem) {
  const std::unique_ptr<archive::ReadableFolder> folder = archive::open_folder(place);
  folder->hold_for_reading();
  return BackupCheck(context, *folder, keys).check_files_alone(problem);
}

}  // namespace

VerifyReport check_backup(const CheckContext& context) {
  throw_if_stopped(context.stop);
  const archive::BackupPlace place =
      archive::find_backup(store::roots_of(context.settings.root, context.settings.stores, context.stop),
                           context.settings.backup, context.clock(), context.log);
  const keys::ReadingKeys keys = keys::read_keys(context.settings.keys);
  std::optional<archive::OpenBackup> backup;
  try {
    backup = archive::OpenBackup::open(place, keys);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::damaged) throw;
    const std::string problem = error.hint().empty() ? error.cause() : error.cause() + ". " + error.hint();
    return check_without_manifest(context, place, *keys.identities, problem);
  }
  return BackupCheck(context, backup->folder(), backup->keys()).check_all(*backup);
}

}  // namespace mongokeep::verify
