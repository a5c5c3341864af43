#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "archive/manifest.h"

namespace mongokeep::archive {

/// What an entry of the root is.
enum class Standing {
  complete,    ///< ours, published, every collection in it
  partial,     ///< ours, published, some collection failed
  damaged,     ///< ours by its name, but its manifest cannot be read, or a file that it names is missing or of another
               ///< size
  unreadable,  ///< ours by its name, but the file system does not let us look (another user's, say)
  legacy,      ///< a dated folder without a manifest, only `*.json*` files in it: an older system's
  unfinished,  ///< a hidden `.….partial` folder: running, or left over by a dead run
  foreign,     ///< anything else: not ours
};

/// One entry of the root.
struct StoredBackup {
  std::filesystem::path path;
  std::string name;  ///< the folder's name
  Standing standing = Standing::foreign;
  std::optional<Manifest> manifest;  ///< for complete and partial
  std::uint64_t stored_bytes = 0;    ///< of all files in it, links not followed
  std::size_t files = 0;             ///< regular files, the manifest not counted
  std::chrono::system_clock::time_point modified;
  std::string problem;  ///< what is to be said of all but complete and partial ones, for a person
};

/// Every entry of the root, oldest first by when it was made (the manifest's start, otherwise the dated name, otherwise
/// the modification time), foreign ones last. Symbolic links are foreign and are never followed; hidden entries that
/// are not unfinished backups are left out. Throws Error{storage} when the root cannot be read, with a hint when it is
/// missing.
std::vector<StoredBackup> list_backups(const std::filesystem::path& root);

/// The backup that a person named: a folder's path, or its name under `root`, or `latest` (the newest complete one;
/// partial ones do not count). Throws Error{usage}, which says what is there, when nothing fits.
StoredBackup find_backup(const std::filesystem::path& root, const std::string& wanted);

}  // namespace mongokeep::archive
