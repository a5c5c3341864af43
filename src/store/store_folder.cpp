#include "store/store_folder.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "archive/manifest.h"
#include "mongokeep/error.h"
#include "store/store_file.h"

namespace mongokeep::store {

namespace {

/// The first part of a path.
std::string_view head_of(std::string_view path) {
  return path.substr(0, path.find('/'));
}

/// Behind everything that begins with `prefix`, which ends with a slash: `0` is the next character.
std::string end_of(const std::string& prefix) {
  return prefix.substr(0, prefix.size() - 1) + static_cast<char>('/' + 1);
}

}  // namespace

StoreFolder::StoreFolder(std::shared_ptr<const Remote> remote, std::string path,
                         std::shared_ptr<const RemoteFiles> files, std::string listed, std::stop_token stop,
                         std::shared_ptr<const ManifestCopies> manifests)
    : remote_(std::move(remote)),
      path_(std::move(path)),
      files_(std::move(files)),
      listed_(std::move(listed)),
      prefix_(path_ == listed_ ? std::string() : path_.substr(listed_.empty() ? 0 : listed_.size() + 1) + "/"),
      stop_(std::move(stop)),
      manifests_(std::move(manifests)),
      first_(files_->lower_bound(prefix_)),
      end_(prefix_.empty() ? files_->count() : files_->lower_bound(end_of(prefix_))) {}

std::string_view StoreFolder::rest_of(std::size_t index) const {
  return files_->at(index).path.substr(prefix_.size());
}

std::vector<std::string> StoreFolder::names() const {
  std::vector<std::string> names;
  for (std::size_t index = first_; index < end_; ++index) {
    const std::string_view name = head_of(rest_of(index));
    if (names.empty() || names.back() != name) names.emplace_back(name);
  }
  // `a.b` stands between `a` and `a/b` in the list.
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::optional<struct stat> StoreFolder::facts(const std::string& name) const {
  if (name.empty() || name.find('/') != std::string::npos) return std::nullopt;
  const std::string wanted = prefix_ + name;
  const std::size_t file = files_->lower_bound(wanted);
  if (file < end_ && files_->at(file).path == wanted) return facts_of(false, files_->at(file).size);
  const std::size_t inside = files_->lower_bound(wanted + "/");
  if (inside < end_ && files_->at(inside).path.starts_with(wanted + "/")) return facts_of(true, 0);
  return std::nullopt;
}

void StoreFolder::visit_all(const VisitEntry& visit) const {
  std::string_view before;
  for (std::size_t index = first_; index < end_; ++index) {
    const std::string_view path = rest_of(index);
    // In a sorted list, folders that it shares with the path before it have been told of.
    const auto shared = std::mismatch(path.begin(), path.end(), before.begin(), before.end()).first - path.begin();
    for (auto slash = path.find('/', static_cast<std::size_t>(shared)); slash != std::string_view::npos;
         slash = path.find('/', slash + 1)) {
      visit(std::string(path.substr(0, slash)), facts_of(true, 0));
    }
    visit(std::string(path), facts_of(false, files_->at(index).size));
    before = path;
  }
}

std::unique_ptr<archive::ReadableFolder> StoreFolder::open_child(const std::string& name) const {
  require_folder(name);
  return std::make_unique<StoreFolder>(remote_, path_.empty() ? name : path_ + "/" + name, files_, listed_, stop_);
}

std::unique_ptr<archive::ReadableFile> StoreFolder::open_file(const std::string& name) const {
  const std::uint64_t size = size_of_file(name);
  if (manifests_ && name == archive::Manifest::file_name) {
    auto copy = manifests_->open(path_, size, path_of(name).string());
    if (copy) return copy;
  }
  return std::make_unique<StoreFile>(remote_, path_.empty() ? name : path_ + "/" + name, size, stop_);
}

}  // namespace mongokeep::store
