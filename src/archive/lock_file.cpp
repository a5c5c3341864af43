#include "archive/lock_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <sstream>

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

std::optional<pid_t> holder_of_lock(const Directory& folder, const std::string& name) {
  const auto file = folder.facts(name);
  if (!file) return std::nullopt;
  const std::string wanted = fmt::format("{:02x}:{:02x}:{}", major(file->st_dev), minor(file->st_dev), file->st_ino);
  std::ifstream table("/proc/locks");
  for (std::string line; std::getline(table, line);) {
    // "1: FLOCK  ADVISORY  WRITE 24445 fe:00:9977885 0 EOF"; one that waits for a lock has an arrow behind the number.
    std::istringstream words(line);
    std::string number;
    std::string kind;
    std::string manner;
    std::string access;
    pid_t holder = 0;
    std::string place;
    if (words >> number >> kind >> manner >> access >> holder >> place && kind == "FLOCK" && place == wanted) {
      return std::max(holder, 0);
    }
  }
  return std::nullopt;
}

}  // namespace mongokeep::archive
