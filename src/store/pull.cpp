#include "store/pull.h"

#include <map>
#include <mutex>
#include <utility>

#include "archive/dated_name.h"
#include "archive/leftovers.h"
#include "archive/open_backup.h"
#include "archive/pending_backup.h"
#include "archive/root.h"
#include "archive/stored_file.h"
#include "base/parallel_work.h"
#include "base/progress_meter.h"
#include "base/stop_wait.h"
#include "mongokeep/error.h"
#include "stream/checksum.h"

namespace mongokeep::store {

namespace {

using archive::CollectionRecord;

/// Files that are fetched at a time: most of the time of a small one is the way there and back.
constexpr std::size_t at_a_time = 4;

Error damaged(const std::string& path, const std::string& cause) {
  return Error(ErrorKind::damaged, "bring back", path, cause, "Nothing was made. Try another backup");
}

archive::DatedName name_of(const archive::BackupPlace& place) {
  if (const auto name = archive::DatedName::parse(place.name)) return *name;
  throw Error(ErrorKind::usage, "bring back", place.path.string(), "its name is not a date");
}

class Pull {
 public:
  Pull(const PullOrder& order, const archive::OpenBackup& backup, archive::PendingBackup& pending,
       const std::stop_token& stop)
      : order_(order), backup_(backup), pending_(pending), board_(order.observer), stop_(stop) {}

  PullReport run() {
    const auto& records = backup_.manifest().collections;
    std::vector<const CollectionRecord*> stored;
    for (const CollectionRecord& record : records) {
      if (!record.file.empty()) stored.push_back(&record);
    }
    RunProgress progress{.kind = RunProgress::Kind::return_journey, .folder = backup_.path(), .collections = {}};
    progress.reads_documents = false;
    for (const CollectionRecord* const record : stored) progress.collections.push_back(record->file);
    RunMeter run(order_.observer, progress);
    const Worker fetch = [&](std::size_t number, const std::stop_token& stop) { fetch_file(*stored[number], stop); };
    run_in_parallel(stored.size(), at_a_time, fetch, stop_, order_.log);
    run.finish();
    PullReport report{.folder = pending_.final_path(), .files = stored.size(), .bytes = bytes_, .unsynced = {}};
    // The text by which the files were compared: the store may have another one by now.
    if (const auto unsynced = pending_.publish_text(backup_.manifest_text())) {
      report.unsynced = unsynced->what();
    }
    return report;
  }

 private:
  void fetch_file(const CollectionRecord& record, const std::stop_token& stop) {
    throw_if_stopped(stop);
    ProgressMeter meter(board_, record.file);
    meter.expect_bytes(record.stored_bytes);
    const std::string path = backup_.path_of(record).string();
    const auto there = backup_.open_file(record);
    if (there->size() != record.stored_bytes) throw damaged(path, "it has another length than its manifest says");
    // A store that gave wrong bytes once may give the right ones the next time.
    if (!has_brought(record, *there, meter, stop) && !has_brought(record, *backup_.open_file(record), meter, stop)) {
      throw damaged(path, "it is not what its manifest says of it");
    }
    meter.set_stored_bytes(record.stored_bytes);
    meter.succeed();
    const std::scoped_lock lock(mutex_);
    bytes_ += record.stored_bytes;
  }

  /// False where that is not what the manifest says of it: then there is no such file.
  bool has_brought(const CollectionRecord& record, const archive::ReadableFile& there, ProgressMeter& meter,
                   const std::stop_token& stop) {
    const archive::FilePlace place = archive::place_of(record.file);
    archive::StoredFile file(folder_of(place.folder), place.name);
    const auto source = there.source(stream::FileSource::From::disk);
    std::vector<char> room(std::size_t{1} << 18U);
    stream::Checksum found;
    while (const std::size_t got = source->read(room)) {
      throw_if_stopped(stop);
      file.sink().write({room.data(), got});
      found.add({room.data(), got});
      meter.advance(0, found.size());
    }
    if (!found.is(record.stored_bytes, record.xxh3_128)) return false;
    file.publish();
    return true;
  }

  Folder folder_of(const std::string& name) {
    if (name.empty()) return pending_.folder();
    const std::scoped_lock lock(mutex_);
    const auto found = subfolders_.find(name);
    if (found != subfolders_.end()) return found->second;
    return subfolders_.emplace(name, pending_.add_subfolder(name)).first->second;
  }

  const PullOrder& order_;
  const archive::OpenBackup& backup_;
  archive::PendingBackup& pending_;
  ProgressBoard board_;
  const std::stop_token& stop_;
  std::mutex mutex_;
  std::map<std::string, Folder> subfolders_;
  std::uint64_t bytes_ = 0;
};

}  // namespace

PullReport pull(const PullOrder& order, const std::stop_token& stop) {
  const archive::DatedName name = name_of(order.place);
  const archive::OpenBackup backup = archive::OpenBackup::open(order.place);
  archive::make_root_if_missing(order.root, MissingRoot::made, order.log, order.file_mode);
  archive::LockedRoot root = archive::LockedRoot::open(order.root, order.file_mode);
  if (root.directory().has(name.text())) {
    throw Error(ErrorKind::usage, "bring back", order.place.path.string(),
                "the root has a backup of this name already: " + root.directory().path().string(),
                "Use it, or name another root with --root");
  }
  archive::remove_leftovers(root, order.log);
  if (root.directory().has(name.unfinished_text())) {
    throw Error(ErrorKind::locked, "bring back", order.place.path.string(),
                "another pull of it is at work, or its remains cannot be removed: " +
                    (root.directory().path() / name.unfinished_text()).string(),
                "Wait until it has ended");
  }
  archive::PendingBackup pending(root, name);
  // It may take days, and there are backups to be made.
  if (pending.hold()) root.unlock();
  PullReport report = Pull(order, backup, pending, stop).run();
  order.log.of_what_is_done([&] {
    order.log.progress().info("Backup brought back", {{"from", order.place.path.string()},
                                                      {"backupPath", report.folder.string()},
                                                      {"fileCount", static_cast<std::int64_t>(report.files)},
                                                      {"storedBytes", static_cast<std::int64_t>(report.bytes)}});
  });
  return report;
}

}  // namespace mongokeep::store
