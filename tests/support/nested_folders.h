#pragma once

#include <fcntl.h>
#include <sys/stat.h>

#include <filesystem>
#include <stdexcept>
#include <string>

#include "base/files/unique_fd.h"

namespace mongokeep::test {

/// Makes folders of this name in one another, by descriptor: their path may be longer than the system takes. In each of
/// them lies a file where that has a name.
inline void nest_folders(const std::filesystem::path& top, std::size_t depth, const std::string& name = "d",
                         const std::string& file = "") {
  const auto open_folder = [](int above, const char* path) {
    return UniqueFd(::openat(above, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  };
  UniqueFd folder = open_folder(AT_FDCWD, top.c_str());
  for (std::size_t level = 0; level < depth; ++level) {
    if (::mkdirat(folder.get(), name.c_str(), 0700) != 0) throw std::runtime_error("cannot make a folder");
    folder = open_folder(folder.get(), name.c_str());
    if (!folder) throw std::runtime_error("cannot open a folder");
    if (!file.empty() && !UniqueFd(::openat(folder.get(), file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)))
      throw std::runtime_error("cannot make a file");
  }
}

}  // namespace mongokeep::test
