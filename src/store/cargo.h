#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "archive/open_backup.h"

namespace mongokeep::store {

/// A file that is shipped.
struct CargoFile {
  std::string file;  ///< relative to the backup's folder
  std::uint64_t bytes = 0;
  std::map<std::string, std::string> hashes;  ///< in hex, by their kind as rclone calls it

  /// Empty where this kind was not reckoned.
  std::string hash(const std::string& kind) const;
};

/// A backup that is to be shipped: held, so that no clean-up removes it meanwhile, and checked.
class Cargo {
 public:
  /// Opens the backup in this folder, reads each file once, and compares it with the manifest: a damaged one is not
  /// shipped. `kinds` are the hashes that are reckoned on the way, beside the one that the manifest has (`xxh128`).
  /// Throws Error{damaged}, Error{storage}, Error{stopped}, and Error{invalid_data} for an older system's folder.
  Cargo(const std::filesystem::path& folder, const std::set<std::string>& kinds, const std::stop_token& stop);

  std::filesystem::path folder() const { return backup_.path(); }
  std::string name() const { return folder().filename().string(); }
  const std::vector<CargoFile>& files() const { return files_; }
  const std::string& manifest() const { return backup_.manifest_text(); }

 private:
  archive::OpenBackup backup_;
  std::vector<CargoFile> files_;
};

}  // namespace mongokeep::store
