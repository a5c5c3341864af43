#pragma once

#include <filesystem>

namespace mongokeep {

/// Whether a container platform has put the file there: it is mounted by itself, or lies in a file system in memory
/// that was mounted for it, as Docker and Kubernetes do with secrets. Not one of the machine's own (/run, /tmp,
/// /dev/shm).
bool is_given_by_platform(const std::filesystem::path& path);

}  // namespace mongokeep
