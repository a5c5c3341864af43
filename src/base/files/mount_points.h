#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace mongokeep {

/// The mount point at or above `path` that the table of file systems (fstab(5)) names and where nothing is mounted;
/// nothing where there is none. What is written there would fill the disk below, and vanish from sight once the right
/// one is mounted. `mounted` lists what is, in the same form. A table that cannot be read names nothing.
std::optional<std::string> unmounted_point_above(const std::filesystem::path& path,
                                                 const std::filesystem::path& table = "/etc/fstab",
                                                 const std::filesystem::path& mounted = "/proc/self/mounts");

}  // namespace mongokeep
