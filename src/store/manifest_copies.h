#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "archive/readable_folder.h"
#include "mongokeep/error.h"
#include "store/remote.h"
#include "store/remote_listing.h"
#include "store/scratch_folder.h"

namespace mongokeep::store {

/// The manifests of a store, all fetched at once: one by one, each would cost a start of rclone and a way there and
/// back.
class ManifestCopies {
 public:
  /// Fetches those of the dated folders in the list, whose paths are relative to the store. What cannot be fetched so
  /// is left out, all of them where there is no temporary folder: who asks for one by itself learns why. Throws
  /// Error{stopped}.
  ManifestCopies(const Remote& remote, const RemoteFiles& files, const std::stop_token& stop);

  /// The copy, where there is one of this length; otherwise null. `folder` is the backup's, `shown` for errors. Throws
  /// Error{storage} for one that the store was waited for in vain: it would be again.
  std::unique_ptr<archive::ReadableFile> open(const std::string& folder, std::uint64_t size,
                                              const std::string& shown) const;

 private:
  void fetch(const Remote& remote, const std::vector<std::string>& files, std::uint64_t most,
             const std::stop_token& stop);
  std::unique_ptr<archive::ReadableFile> copy_of(const std::string& folder, std::uint64_t size,
                                                 const std::string& shown) const;

  std::unique_ptr<ScratchFolder> scratch_;  ///< null: there are none
  std::optional<Error> silence_;            ///< the store said nothing for as long as we have patience
};

}  // namespace mongokeep::store
