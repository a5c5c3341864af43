#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "store/listed_folder.h"
#include "store/manifest_copies.h"
#include "store/remote.h"
#include "store/remote_listing.h"

namespace mongokeep::store {

/// A folder in a store: a backup, or a folder in one. All that it knows of its files is what the store lists.
class StoreFolder final : public ListedFolder {
 public:
  /// `path` is relative to the store's folder; `files` are those of a listing, their paths relative to `listed`, a
  /// folder of which this one is a part, or all. `manifests` are those that were fetched already, where some were.
  StoreFolder(std::shared_ptr<const Remote> remote, std::string path, std::shared_ptr<const RemoteFiles> files,
              std::string listed, std::stop_token stop, std::shared_ptr<const ManifestCopies> manifests = nullptr);

  std::filesystem::path path() const override { return remote_->shown(path_); }
  std::vector<std::string> names() const override;
  std::optional<struct stat> facts(const std::string& name) const override;
  void visit_all(const VisitEntry& visit) const override;
  std::unique_ptr<archive::ReadableFolder> open_child(const std::string& name) const override;
  std::unique_ptr<archive::ReadableFile> open_file(const std::string& name) const override;

 private:
  std::string_view rest_of(std::size_t index) const;

  std::shared_ptr<const Remote> remote_;
  std::string path_;
  std::shared_ptr<const RemoteFiles> files_;
  std::string listed_;
  std::string prefix_;  ///< that paths in files_ have here
  std::stop_token stop_;
  std::shared_ptr<const ManifestCopies> manifests_;
  std::size_t first_;  ///< of files_
  std::size_t end_;
};

}  // namespace mongokeep::store
