#pragma once

#include <fcntl.h>
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>

#include "support/files.h"

namespace mongokeep::schedule {

/// Sets the entry's own modification time.
inline void set_modified(const std::filesystem::path& path, std::chrono::system_clock::time_point time) {
  const timespec moment{.tv_sec = std::chrono::system_clock::to_time_t(time), .tv_nsec = 0};
  const timespec both[2] = {moment, moment};
  if (::utimensat(AT_FDCWD, path.c_str(), both, AT_SYMLINK_NOFOLLOW) != 0) {
    throw std::runtime_error("cannot set the time of " + path.string());
  }
}

}  // namespace mongokeep::schedule
