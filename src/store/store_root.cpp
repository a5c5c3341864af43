#include "store/store_root.h"

#include <utility>

#include "mongokeep/error.h"
#include "store/store_file.h"
#include "store/store_folder.h"

namespace mongokeep::store {

namespace {

/// Folders that are listed one by one. A list of the whole store costs a request for every thousand files.
constexpr std::size_t few_folders = 2;
/// That lie in the root itself.
constexpr std::size_t most_entries = 100'000;

}  // namespace

StoreRoot::StoreRoot(std::shared_ptr<const Remote> remote, std::stop_token stop)
    : remote_(std::move(remote)), stop_(std::move(stop)) {}

const std::map<std::string, struct stat>& StoreRoot::entries() const {
  const std::scoped_lock lock(mutex_);
  if (entries_) return *entries_;
  std::map<std::string, struct stat> found;
  const TakeEntry take = [&](const RemoteEntry& entry) {
    if (found.size() == most_entries) {
      throw Error(ErrorKind::invalid_data, "list", path().string(), "too much lies beside the backups",
                  "Give the store a folder of its own");
    }
    found.emplace(entry.path, facts_of(entry.is_folder, entry.size));
  };
  // A store that nothing was shipped to yet may not have its folder.
  exists_ = remote_->list("", Remote::Depth::entries, "", take, stop_);
  entries_ = std::move(found);
  return *entries_;
}

bool StoreRoot::exists() const {
  static_cast<void>(entries());
  return exists_;
}

std::vector<std::string> StoreRoot::names() const {
  std::vector<std::string> names;
  for (const auto& [name, facts] : entries()) names.push_back(name);
  return names;
}

std::optional<struct stat> StoreRoot::facts(const std::string& name) const {
  const auto found = entries().find(name);
  return found == entries().end() ? std::nullopt : std::optional(found->second);
}

struct stat StoreRoot::own_facts() const {
  return facts_of(true, 0);
}

std::shared_ptr<const StoreRoot> open_root(std::shared_ptr<const Remote> remote, const std::stop_token& stop) {
  const std::string name = remote->name();
  auto root = std::make_shared<StoreRoot>(std::move(remote), stop);
  if (root->exists()) return root;
  throw Error(
      ErrorKind::storage, "use the store", name, "its folder does not exist",
      "Check that its disk is mounted. Where nothing was shipped yet, `mongokeep push --store " + name + "` does that");
}

std::shared_ptr<const RemoteFiles> StoreRoot::whole_list() const {
  if (all_) return all_;
  auto files = std::make_shared<RemoteFiles>();
  remote_->list(
      "", Remote::Depth::files, "", [&](const RemoteEntry& entry) { files->add(entry); }, stop_);
  files->sort();
  all_ = std::move(files);
  return all_;
}

/// Nothing: the folder is to be listed by itself.
std::shared_ptr<const RemoteFiles> StoreRoot::listed(const std::string& folder) const {
  const std::scoped_lock lock(mutex_);
  looked_into_.insert(folder);
  if (looked_into_.size() <= few_folders) return nullptr;
  auto files = whole_list();
  if (!manifests_) manifests_ = std::make_shared<ManifestCopies>(*remote_, *files, stop_);
  return files;
}

void StoreRoot::visit_all(const VisitEntry& visit) const {
  std::shared_ptr<const RemoteFiles> files;
  {
    const std::scoped_lock lock(mutex_);
    files = whole_list();
  }
  StoreFolder(remote_, "", files, "", stop_).visit_all(visit);
}

std::unique_ptr<archive::ReadableFolder> StoreRoot::open_child(const std::string& name) const {
  const auto found = facts(name);
  if (!found || !S_ISDIR(found->st_mode)) {
    throw Error(ErrorKind::storage, "open the folder", path_of(name).string(), "the store lists no such folder");
  }
  if (auto all = listed(name)) {
    return std::make_unique<StoreFolder>(remote_, name, std::move(all), "", stop_, manifests_);
  }
  auto files = std::make_shared<RemoteFiles>();
  remote_->list(
      name, Remote::Depth::files, "", [&](const RemoteEntry& entry) { files->add(entry); }, stop_);
  files->sort();
  return std::make_unique<StoreFolder>(remote_, name, std::move(files), name, stop_);
}

std::unique_ptr<archive::ReadableFile> StoreRoot::open_file(const std::string& name) const {
  const auto found = facts(name);
  if (!found || !S_ISREG(found->st_mode)) {
    throw Error(ErrorKind::storage, "open the file", path_of(name).string(), "the store lists no such file");
  }
  return std::make_unique<StoreFile>(remote_, name, static_cast<std::uint64_t>(found->st_size), stop_);
}

}  // namespace mongokeep::store
