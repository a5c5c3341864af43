#include "store/store_root.h"

#include <fmt/format.h>

#include <utility>

#include "archive/dated_name.h"
#include "base/text/counted.h"
#include "mongokeep/error.h"
#include "store/removal_note.h"
#include "store/shipment_mark.h"
#include "store/store_file.h"
#include "store/store_folder.h"

namespace mongokeep::store {

namespace {

/// Folders that are listed one by one. A list of the whole store costs a request for every thousand files.
constexpr std::size_t few_folders = 2;
/// Of ours, that lie in the root itself.
constexpr std::size_t most_backups = 100'000;
/// Of folders, that are remembered.
constexpr std::size_t most_troubles = 1000;

/// A backup, one that is arriving, or a note or mark of ours.
bool is_ours(const std::string& name) {
  return archive::DatedName::parse(name) || archive::DatedName::parse_unfinished(name) ||
         RemovalNote::backup_of(name) || ShipmentMark::backup_of(name);
}

/// Chooses among what is not ours, of which there may be any number.
class Others {
 public:
  bool takes(const std::string& name) {
    if (count_ == most || name.size() > most_text - text_) return false;
    ++count_;
    text_ += name.size();
    return true;
  }

 private:
  static constexpr std::size_t most = 1000;
  static constexpr std::size_t most_text = std::size_t{256} << 10U;

  std::size_t count_ = 0;
  std::size_t text_ = 0;
};

}  // namespace

StoreRoot::StoreRoot(std::shared_ptr<const Remote> remote, std::stop_token stop)
    : remote_(std::move(remote)), stop_(std::move(stop)) {}

const StoreRoot::Entries& StoreRoot::entries() const {
  const std::scoped_lock lock(mutex_);
  if (entries_) return *entries_;
  Entries found;
  Others others;
  std::size_t ours = 0;
  std::size_t left_out = 0;
  const TakeEntry take = [&](const RemoteEntry& entry) {
    if (is_ours(entry.path)) {
      if (++ours > most_backups) {
        throw Error(ErrorKind::invalid_data, "list", path().string(),
                    fmt::format("it has more than {} backups", count_text(most_backups)));
      }
    } else if (entry.path.starts_with('.')) {
      return;
    } else if (!others.takes(entry.path)) {
      ++left_out;
      return;
    }
    found.emplace(entry.path, Entry{entry.is_folder, entry.size});
  };
  // A store that nothing was shipped to yet may not have its folder.
  exists_ = remote_->list("", Remote::Depth::entries, "", take, stop_);
  left_out_ = left_out;
  entries_ = std::move(found);
  return *entries_;
}

std::size_t StoreRoot::left_out() const {
  static_cast<void>(entries());
  return left_out_;
}

bool StoreRoot::exists() const {
  static_cast<void>(entries());
  return exists_;
}

std::vector<std::string> StoreRoot::names() const {
  std::vector<std::string> names;
  for (const auto& [name, entry] : entries()) names.push_back(name);
  return names;
}

std::optional<struct stat> StoreRoot::facts(const std::string& name) const {
  const auto found = entries().find(name);
  if (found == entries().end()) return std::nullopt;
  return facts_of(found->second.is_folder, found->second.size);
}

std::shared_ptr<const StoreRoot> open_root(std::shared_ptr<const Remote> remote, const std::stop_token& stop) {
  const std::string name = remote->name();
  auto root = std::make_shared<StoreRoot>(std::move(remote), stop);
  if (root->exists()) return root;
  throw Error(ErrorKind::storage, "use the store", name, "its folder does not exist",
              "Check that its disk is mounted. Where nothing was shipped yet, `mongokeep stores check " + name +
                  "` says what is missing");
}

/// Once, whatever comes of it.
void StoreRoot::look_at_all() const {
  const auto begin = std::chrono::steady_clock::now();
  try {
    auto files = files_in(*remote_, "", stop_,
                          [](const RemoteEntry& entry) { return is_ours(entry.path.substr(0, entry.path.find('/'))); });
    manifests_ = std::make_shared<ManifestCopies>(*remote_, *files, stop_);
    all_ = std::move(files);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::stopped) throw;
    // Somebody has put a folder there that cannot be listed, or has no end. Whose it is, is seen one by one.
    note_trouble("", error, begin);
    is_listed_by_folder_ = true;
  }
}

/// Nothing: the folder is to be listed by itself.
std::shared_ptr<const RemoteFiles> StoreRoot::listed(const std::string& folder) const {
  if (!is_ours(folder)) return nullptr;
  const std::scoped_lock lock(mutex_);
  looked_into_.insert(folder);
  if (looked_into_.size() <= few_folders) return nullptr;
  if (!all_ && !is_listed_by_folder_) look_at_all();
  return all_;
}

std::shared_ptr<const RemoteFiles> StoreRoot::files_of(const std::string& folder) const {
  {
    const std::scoped_lock lock(trouble_mutex_);
    if (silence_) throw Error(*silence_);
    if (const auto found = troubles_.find(folder); found != troubles_.end()) throw Error(found->second);
  }
  const auto begin = std::chrono::steady_clock::now();
  try {
    return files_in(*remote_, folder, stop_);
  } catch (const Error& error) {
    note_trouble(folder, error, begin);
    throw;
  }
}

/// What would take as long, and end as it did, is not asked for again.
void StoreRoot::note_trouble(const std::string& folder, const Error& error,
                             std::chrono::steady_clock::time_point begin) const {
  if (error.kind() == ErrorKind::stopped) return;
  const std::scoped_lock lock(trouble_mutex_);
  const bool was_silent = std::chrono::steady_clock::now() - begin >= remote_->rclone().patience();
  if (error.kind() == ErrorKind::storage && was_silent) silence_ = error;
  if (error.kind() == ErrorKind::damaged && troubles_.size() < most_troubles) troubles_.emplace(folder, error);
}

void StoreRoot::visit_all(const VisitEntry& visit) const {
  StoreFolder(remote_, "", files_in(*remote_, "", stop_), "", stop_).visit_all(visit);
}

std::unique_ptr<archive::ReadableFolder> StoreRoot::open_child(const std::string& name) const {
  require_folder(name);
  if (auto all = listed(name)) {
    return std::make_unique<StoreFolder>(remote_, name, std::move(all), "", stop_, manifests_);
  }
  return std::make_unique<StoreFolder>(remote_, name, files_of(name), name, stop_);
}

std::unique_ptr<archive::ReadableFile> StoreRoot::open_file(const std::string& name) const {
  return std::make_unique<StoreFile>(remote_, name, size_of_file(name), stop_);
}

}  // namespace mongokeep::store
