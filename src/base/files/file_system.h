#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace mongokeep {

/// The file system that something lies on, as statfs(2) tells it.
struct FileSystem {
  std::string type;           ///< "ext4", "nfs", …; empty where it is none that we know by name
  bool is_in_memory = false;  ///< it goes with the next start of the machine
  bool is_layer = false;      ///< a container's own, which goes with the container
  bool keeps_modes = true;    ///< false where that is up to how it is mounted (FAT, SMB)
  bool is_read_only = false;
  std::uint64_t free_bytes = 0;             ///< for those who are not root; no quota is known here
  std::optional<std::uint64_t> free_files;  ///< nothing where the file system has no such limit
};

/// Throws Error{storage} that names `subject`.
FileSystem file_system_of(int descriptor, const std::string& subject);

}  // namespace mongokeep
