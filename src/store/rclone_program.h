#pragma once

#include <compare>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace mongokeep::store {

/// The program that stores are reached by.
struct RcloneProgram {
  std::filesystem::path path;  ///< absolute
  struct Version {
    int major = 0;
    int minor = 0;
    auto operator<=>(const Version&) const = default;
  };
  Version version;
  /// Whether it can reckon the checksum that manifests have. Otherwise MD5 does, which all can.
  bool knows_our_checksum = false;

  /// Since when a failed upload leaves what was there on sftp, ftp and WebDAV: it goes to a file of another name first.
  static constexpr Version whole_files{1, 63};
  /// Since when it takes a condition for an upload (S3). Older ones fail at it.
  static constexpr Version conditions{1, 72};
  /// Since when it sets the lock of an object (S3).
  static constexpr Version locks{1, 74};
  /// What Debian 12 has. Older ones lack options that we use.
  static constexpr Version oldest{1, 60};
};

/// Finds the program, `given` or the first `rclone` on PATH, and asks it for its version: once in a process, until its
/// file is another one. `environment` is rclone's.
/// Throws Error{configuration} where there is none, or one that is too old, with what to do.
RcloneProgram find_rclone(const std::filesystem::path& given, const std::vector<std::string>& environment,
                          const std::stop_token& stop);

/// What `rclone version` prints first: "rclone v1.75.2". Nothing known: 0.0.
RcloneProgram::Version rclone_version_in(const std::string& output);

}  // namespace mongokeep::store
