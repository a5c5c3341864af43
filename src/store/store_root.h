#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "mongokeep/error.h"
#include "store/listed_folder.h"
#include "store/manifest_copies.h"
#include "store/remote.h"
#include "store/remote_listing.h"

namespace mongokeep::store {

/// The root of a store: its dated folders, each listed when it is looked into; once several are, all at once, and their
/// manifests are fetched. Where they cannot be listed at once, for the sake of whatever lies there, each is listed by
/// itself: one folder's trouble concerns no other. Of what else lies there it knows some, and how many more there are.
class StoreRoot final : public ListedFolder {
 public:
  StoreRoot(std::shared_ptr<const Remote> remote, std::stop_token stop);

  std::filesystem::path path() const override { return remote_->shown(""); }
  std::filesystem::path path_of(const std::string& name) const override { return remote_->shown(name); }
  std::vector<std::string> names() const override;
  std::size_t left_out() const override;
  std::optional<struct stat> facts(const std::string& name) const override;
  void visit_all(const VisitEntry& visit) const override;
  std::unique_ptr<archive::ReadableFolder> open_child(const std::string& name) const override;
  std::unique_ptr<archive::ReadableFile> open_file(const std::string& name) const override;
  /// Whether there is such a folder; where there are only objects, whether there is the bucket.
  bool exists() const;

 private:
  struct Entry {
    bool is_folder;
    std::uint64_t size;
  };
  using Entries = std::map<std::string, Entry, std::less<>>;

  const Entries& entries() const;
  std::shared_ptr<const RemoteFiles> listed(const std::string& folder) const;
  void look_at_all() const;
  std::shared_ptr<const RemoteFiles> files_of(const std::string& folder) const;
  void note_trouble(const std::string& folder, const Error& error, std::chrono::steady_clock::time_point begin) const;

  std::shared_ptr<const Remote> remote_;
  std::stop_token stop_;
  mutable std::mutex mutex_;
  mutable std::optional<Entries> entries_;
  mutable std::size_t left_out_ = 0;
  mutable bool exists_ = false;
  mutable std::set<std::string> looked_into_;
  mutable bool is_listed_by_folder_ = false;
  mutable std::shared_ptr<const RemoteFiles> all_;  ///< of the backups
  mutable std::shared_ptr<const ManifestCopies> manifests_;
  mutable std::mutex trouble_mutex_;
  mutable std::optional<Error> silence_;           ///< of a store that has said nothing for as long as we have patience
  mutable std::map<std::string, Error> troubles_;  ///< of folders that no second look makes any better
};

/// The root of a store, to be read. Throws Error{storage} where its folder does not exist: nothing was shipped there
/// yet, or its disk is not mounted.
std::shared_ptr<const StoreRoot> open_root(std::shared_ptr<const Remote> remote, const std::stop_token& stop);

}  // namespace mongokeep::store
