#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "mongokeep/retention.h"

namespace mongokeep {

/// A place off this machine that gets a copy of each backup: a bucket, an SFTP server, a mounted NAS, a second disk.
/// It is reached by rclone, and what lies in it can be read without us.
struct StoreSettings {
  /// Of letters, digits, `-` and `_`: what people call it (`offsite:latest`).
  std::string name;
  /// Where the dated folders lie: a remote of rclone's configuration with a path (`keep:bucket/shop`), or the absolute
  /// path of a folder. No credential may stand in it.
  std::string remote;
  /// rclone's configuration file. Empty: rclone's own choice, or RCLONE_CONFIG_… variables.
  std::filesystem::path rclone_config;
  /// Remove backups older than this many days from it, 1 to 36500. Nothing: as in the root.
  std::optional<int> days_to_keep;
  /// What stays in it whatever its age. Nothing: as in the root.
  std::optional<KeepRules> keep;
  /// How what was shipped is checked.
  enum class Check {
    hash,  ///< by the hashes that the store tells; read where it tells none that we can reckon
    read,  ///< by reading every byte back
  };
  Check check = Check::read;
  /// Bytes a second, both ways; 0: as many as there can be.
  std::uint64_t bandwidth = 0;
  /// For so many days nobody can remove or change what was shipped (S3 object lock, in compliance mode); 0: no lock.
  int lock_days = 0;
  /// Whether nothing is ever removed from it.
  bool append_only = false;
  /// Whether a backup that is not there makes the night partial, and keeps its local copy from being removed.
  bool required = true;
  /// Where it was described, for errors: "mongokeep.toml:12". Empty: nobody can look there.
  std::string origin = {};
};

/// The stores, and what they have in common.
struct StoresSettings {
  /// The program. Empty: the first `rclone` on PATH.
  std::filesystem::path rclone;
  /// How long rclone may go on without a byte moved. Nothing: 15 minutes where files are shipped or read, 15 seconds
  /// where a store is only looked at.
  std::optional<std::chrono::seconds> patience = std::nullopt;
  /// How many days a backup that cannot be shipped to a required store keeps its local copy from being removed, 1 to
  /// 36500; counted from the first push of it that failed, or since the store does not answer.
  int max_unshipped_days = 14;
  std::vector<StoreSettings> stores;
  /// The environment from which rclone gets what it needs (RCLONE_CONFIG_… and the like), as `NAME=value`. Empty: the
  /// process's own when a store is used.
  std::vector<std::string> environment = {};
};

}  // namespace mongokeep
