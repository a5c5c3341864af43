#include "rewrap/rewrap.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "archive/backup_search.h"
#include "archive/dated_name.h"
#include "archive/file_name.h"
#include "archive/folder_use.h"
#include "archive/inspection.h"
#include "archive/leftovers.h"
#include "archive/open_backup.h"
#include "archive/pending_backup.h"
#include "archive/root.h"
#include "archive/sealed_manifest.h"
#include "archive/stored_file.h"
#include "base/error_fields.h"
#include "base/progress_meter.h"
#include "base/stop_wait.h"
#include "base/text/shell_word.h"
#include "mongokeep/error.h"
#include "stream/age/age_file.h"
#include "stream/checksum_source.h"
#include "stream/file_read_at.h"
#include "stream/sequential_source.h"

namespace mongokeep::rewrap {

namespace {

using archive::CollectionRecord;
using archive::FilePlace;
using archive::Manifest;
using archive::OpenBackup;
using archive::PendingBackup;
using archive::StoredBackup;
using archive::StoredFile;

/// Who may read the old one may read the new one.
mode_t file_mode_of(const std::filesystem::path& folder) {
  const auto facts = Directory::open(folder).facts(std::string(Manifest::file_name));
  return facts ? Directory::private_file | (facts->st_mode & 0044U) : Directory::private_file;
}

constexpr const char* operation = "rewrap";

/// The backup, if it is one that can be exchanged for another.
StoredBackup exchangeable(const std::filesystem::path& folder) {
  StoredBackup backup = archive::inspect_path(folder);
  const std::string path = backup.path.string();
  if (backup.state == BackupState::damaged) {
    throw Error(ErrorKind::damaged, operation, path, backup.problem,
                "`mongokeep verify " + shell_word(path) + "` shows details");
  }
  if (backup.state == BackupState::unreadable) {
    throw Error(ErrorKind::storage, operation, path, backup.problem, "Nothing was changed");
  }
  if (!backup.manifest || backup.manifest->sealed.empty()) {
    throw Error(ErrorKind::usage, operation, path, backup.manifest ? "it is not encrypted" : backup.problem,
                archive::list_command(backup.path) + " shows the existing backups");
  }
  if (!backup.stranger.empty()) {
    throw Error(ErrorKind::usage, operation, path, "`" + backup.stranger + "` does not belong to the backup",
                "Move that file elsewhere: rewrap replaces the whole folder");
  }
  return backup;
}

/// The new files of one backup.
class Rewrapping {
 public:
  Rewrapping(const RewrapOrder& order, const OpenBackup& backup, PendingBackup& pending)
      : order_(order), backup_(backup), pending_(pending), board_(order.observer) {}

  Manifest write_files() {
    Manifest manifest = backup_.manifest();
    manifest.sealed.clear();
    RunMeter run(order_.observer, run_of(manifest));
    for (CollectionRecord& record : manifest.collections) {
      if (!record.file.empty()) write_file(record);
    }
    run.finish();
    return archive::sealed_for(order_.recipients, std::move(manifest));
  }

 private:
  std::string name_of(const CollectionRecord& record) const { return backup_.database_of(record) + "." + record.name; }

  RunProgress run_of(const Manifest& manifest) const {
    RunProgress run{.kind = RunProgress::Kind::rewrap, .folder = pending_.final_path(), .collections = {}};
    run.reads_documents = false;
    run.has_several_databases = true;
    for (const CollectionRecord& record : manifest.collections) {
      if (!record.file.empty()) run.collections.push_back(name_of(record));
    }
    return run;
  }

  void write_file(CollectionRecord& record) {
    ProgressMeter meter(board_, name_of(record));
    const std::string path = backup_.path_of(record).string();
    const std::unique_ptr<archive::ReadableFile> file_there = backup_.open_file(record);
    const stream::ReadAt& old = *file_there;
    const stream::age::FileKey key = backup_.keys().open(old, path);
    if (key.mark() != record.key_mark) throw damaged(path, "it is not the file that the sealed manifest describes");

    const FilePlace place = archive::place_of(record.file);
    const Folder folder = folder_of(place);
    StoredFile file(folder, place.name);
    file.sink().write(order_.recipients.header_for(key));
    copy_payload(old, path, record, file, meter);
    meter.enter(CollectionProgress::Stage::file);
    const StoredFile::Facts facts = file.publish();
    check_opens(folder, place.name, key);
    record.stored_bytes = facts.stored_bytes;
    record.xxh3_128 = facts.xxh3_128;
    meter.set_stored_bytes(facts.stored_bytes);
    meter.succeed();
  }

  /// Whether the new header is one for the key, and the text behind it the one that the key is of.
  static void check_opens(const Folder& folder, const std::string& name, const stream::age::FileKey& key) {
    const std::string path = (folder.path() / name).string();
    const UniqueFd descriptor = folder.with([&](const Directory& open) { return open.open_file(name); });
    const stream::FileReadAt file(descriptor.get(), path);
    const stream::age::AgeFile opened(file, key.copy(), path);
  }

  void copy_payload(const stream::ReadAt& old, const std::string& path, const CollectionRecord& record,
                    StoredFile& file, ProgressMeter& meter) const {
    std::uint64_t header_left = stream::age::header_size(old, path);
    stream::SequentialSource source(old);
    stream::Checksum found;
    stream::ChecksumSource checked(found, source);
    std::vector<char> room(std::size_t{1} << 20U);
    while (const std::size_t got = checked.read(room)) {
      throw_if_stopped(order_.stop);
      const auto header = static_cast<std::size_t>(std::min<std::uint64_t>(header_left, got));
      header_left -= header;
      file.sink().write({room.data() + header, got - header});
      meter.advance(0, found.size());
    }
    if (found.is(record.stored_bytes, record.xxh3_128)) return;
    throw damaged(path, "its checksum differs from the manifest's");
  }

  Folder folder_of(const FilePlace& place) {
    if (place.folder.empty()) return pending_.folder();
    const auto found = subfolders_.find(place.folder);
    if (found != subfolders_.end()) return found->second;
    return subfolders_.emplace(place.folder, pending_.add_subfolder(place.folder)).first->second;
  }

  static Error damaged(const std::string& path, const std::string& cause) {
    return Error(ErrorKind::damaged, operation, path, cause, "Nothing was changed; `mongokeep verify` shows details");
  }

  const RewrapOrder& order_;
  const OpenBackup& backup_;
  PendingBackup& pending_;
  std::map<std::string, Folder> subfolders_;
  ProgressBoard board_;
};

}  // namespace

Rewrapped rewrap_backup(const RewrapOrder& order, Log& log) {
  const std::filesystem::path folder =
      Directory::open(archive::find_backup(order.root, order.wanted, order.now, log, order.usual_mark)).path();
  const auto name = archive::DatedName::parse(folder.filename().string());
  if (!name) throw Error(ErrorKind::usage, operation, folder.string(), "the folder's name is not a date");
  const archive::LockedRoot root = archive::LockedRoot::open_existing(folder.parent_path(), file_mode_of(folder));
  // Under the lock: nobody of ours changes it any more.
  const StoredBackup stored = exchangeable(folder);
  archive::remove_leftovers(root, log);
  PendingBackup pending(root, *name);
  Manifest manifest;
  {
    const OpenBackup backup = OpenBackup::open(stored.path, order.keys);
    backup.require_open(operation);
    manifest = Rewrapping(order, backup, pending).write_files();
  }
  const Directory old = root.directory().open_child(stored.name);
  if (!archive::try_hold_for_removal(old)) {
    throw Error(ErrorKind::locked, operation, stored.path.string(), "another process is reading it",
                "Nothing was changed. Try again after that restore or verification has ended");
  }
  Rewrapped result{pending.final_path(), 0, {}};
  for (const CollectionRecord& record : manifest.collections) result.files += record.file.empty() ? 0 : 1;
  throw_if_stopped(order.stop);
  const archive::Replacement done = pending.replace(manifest);
  if (done.unsynced) result.unsynced = done.unsynced->what();
  log.of_what_is_done([&] {
    if (done.unsynced) {
      log.error("rewrapBackup: Backup is replaced but not synced: a loss of power may bring the old one back",
                error_fields(*done.unsynced));
    }
    if (done.left) {
      log.warning("Cannot remove the old files: an old key still opens them", {{"error", done.left->what()}});
    }
    log.progress().info("rewrapBackup: Backup rewrapped",
                        {{"backupPath", result.folder.string()},
                         {"fileCount", static_cast<std::int64_t>(result.files)},
                         {"recipientCount", static_cast<std::int64_t>(order.recipients.count())}});
  });
  return result;
}

}  // namespace mongokeep::rewrap
