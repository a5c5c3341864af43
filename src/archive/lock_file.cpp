#include "archive/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

#include "base/file.h"

namespace mongokeep::archive {

UniqueFd take_lock(const Directory& folder, const std::string& name, const Error& held) {
  const std::string subject = (folder.path() / name).string();
  UniqueFd lock(::openat(folder.descriptor(), name.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!lock) throw storage_error("open the lock file", subject, errno);
  set_mode(lock.get(), Directory::private_file, subject);
  while (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) throw storage_error("lock", subject, errno);
    throw held;
  }
  return lock;
}

}  // namespace mongokeep::archive
