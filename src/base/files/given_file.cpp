#include "base/files/given_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <system_error>

#include "base/files/file_system.h"
#include "base/files/unique_fd.h"
#include "mongokeep/error.h"

namespace mongokeep {

namespace {

namespace fs = std::filesystem;

/// Not by st_dev: on an overlay files may have another one than their folder.
bool is_mount_point(const fs::path& path) {
  struct statx facts {};
  if (::statx(AT_FDCWD, path.c_str(), 0, 0, &facts) != 0) return false;
  return (facts.stx_attributes & facts.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) != 0;
}

fs::path mount_point_of(fs::path path) {
  while (path.has_relative_path() && !is_mount_point(path)) path = path.parent_path();
  return path;
}

bool is_of_the_machine(const fs::path& mount_point) {
  struct stat facts {};
  const bool is_shared = ::stat(mount_point.c_str(), &facts) == 0 && (facts.st_mode & S_IWOTH) != 0;
  return is_shared || mount_point == "/" || mount_point == "/run" || mount_point.native().starts_with("/run/user/");
}

bool is_in_memory(const fs::path& folder) {
  const UniqueFd opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened) return false;
  try {
    return file_system_of(opened.get(), folder.string()).is_in_memory;
  } catch (const Error&) {
    // Then it is taken for a disk's, whose files are looked at.
    return false;
  }
}

}  // namespace

bool is_given_by_platform(const fs::path& path) {
  std::error_code unknown;
  const fs::path real = fs::canonical(path, unknown);
  if (unknown) return false;
  const fs::path mount_point = mount_point_of(real);
  if (mount_point == real) return true;
  return !is_of_the_machine(mount_point) && is_in_memory(mount_point);
}

}  // namespace mongokeep
