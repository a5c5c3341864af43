#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "archive/manifest.h"
#include "base/directory.h"

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
  /// By the manifest; also of a damaged backup, as long as its manifest can be read.
  std::optional<std::chrono::system_clock::time_point> finished_at;
  /// Something in a dated folder with a manifest that is not the backup's: a file that the manifest does not name, a
  /// link; where the manifest cannot be read, a file without `.json` in its name. Relative to the folder; empty: none.
  std::string stranger;
  std::string problem;  ///< what is to be said of all but complete and partial ones, for a person
};

/// When the backup was made: the manifest's start, otherwise the dated name as if it were UTC (near enough to order
/// them), otherwise the modification time.
std::chrono::system_clock::time_point made_at(const StoredBackup& backup);

/// Every entry of the root, oldest first by when it was made, foreign ones last. Symbolic links are foreign and are
/// never followed; hidden entries that are not unfinished backups are left out. Throws Error{storage} when the root
/// cannot be read, with a hint when it is missing.
std::vector<StoredBackup> list_backups(const std::filesystem::path& root);
std::vector<StoredBackup> list_backups(const Directory& root);

/// The folders of the root that have a dated name, the newest first by that name, each looked into only when it is
/// asked for: where the first few will do, a root of thousands costs no more than one of a few.
class NewestFirst {
 public:
  /// Throws Error{storage} when the root cannot be read, with a hint when it is missing.
  explicit NewestFirst(const std::filesystem::path& root);
  /// The next one, as list_backups has it (other systems' and what is no backup too); nothing when there is none left.
  std::optional<StoredBackup> next();

 private:
  Directory root_;
  std::vector<std::string> names_;  ///< still to come, the next one last
};

/// Whether the backup is dated more than a day after `now`, so that a clock must have been wrong when it was made. It
/// would pass for the newest for as long as it lies there.
bool is_from_the_future(const StoredBackup& backup, std::chrono::system_clock::time_point now);

/// The backup that a person named: a folder's path, or its name under `root`, or `latest` (the newest complete one;
/// partial ones do not count). Throws Error{usage}, which says what is there, when nothing fits.
StoredBackup find_backup(const std::filesystem::path& root, const std::string& wanted);

/// The folder of that backup. A path is taken as it is: what lies there is not looked at.
std::filesystem::path locate_backup(const std::filesystem::path& root, const std::string& wanted);

}  // namespace mongokeep::archive
