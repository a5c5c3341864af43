#include "base/files/durable_name.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/files/file.h"
#include "base/files/unique_fd.h"
#include "mongokeep/error.h"

namespace mongokeep {

namespace {

struct stat facts_of_folder(int folder, const std::string& path) {
  struct stat facts {};
  if (::fstat(folder, &facts) != 0) throw storage_error("inspect", path, errno);
  return facts;
}

/// What can be done where the folder above may be entered but not read.
void sync_all_around(int folder, const std::string& path) {
  if (::syncfs(folder) != 0 && !is_refused_by_file_system(errno)) throw storage_error("sync", path, errno);
}

}  // namespace

void sync_own_name(int folder, const std::string& path) {
  const std::string subject = "a folder above " + path;
  struct stat below = facts_of_folder(folder, path);
  int lower = folder;
  for (UniqueFd upper;;) {
    UniqueFd above(::openat(lower, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!above) {
      if (errno == EACCES || errno == EPERM) return sync_all_around(lower, path);
      throw storage_error("open", subject, errno);
    }
    const struct stat facts = facts_of_folder(above.get(), subject);
    const bool is_top = is_same_file(facts, below);
    if (is_top || facts.st_dev != below.st_dev) return;
    sync_folder(above.get(), subject);
    below = facts;
    upper = std::move(above);
    lower = upper.get();
  }
}

}  // namespace mongokeep
