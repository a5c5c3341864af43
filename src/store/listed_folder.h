#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "archive/readable_folder.h"
#include "store/remote.h"
#include "store/remote_listing.h"

namespace mongokeep::store {

/// What folders in a store have in common: nothing is known of what lies in them but what the store lists.
class ListedFolder : public archive::ReadableFolder {
 public:
  std::size_t entry_count() const override { return names().size(); }
  struct stat own_facts() const override;
  /// Nothing here holds up a clean-up of the store.
  void hold_for_reading() const override {}
  bool receives_files() const override { return true; }

 protected:
  /// Throws Error{storage} unless there is a folder of this name.
  void require_folder(const std::string& name) const;
  /// The length of the file of this name. Throws Error{storage} where there is none.
  std::uint64_t size_of_file(const std::string& name) const;
};

/// What the store says of a file or folder of that length, as the system would.
struct stat facts_of(bool is_folder, std::uint64_t size);

/// The files that the store lists in a folder and below, by their paths from it; of these, where `is_meant` is given,
/// those for which it holds. Throws Error{storage}, Error{stopped}, and Error{damaged} where there are more of them
/// than are kept in memory.
std::shared_ptr<const RemoteFiles> files_in(const Remote& remote, const std::string& folder,
                                            const std::stop_token& stop,
                                            const std::function<bool(const RemoteEntry&)>& is_meant = {});

}  // namespace mongokeep::store
