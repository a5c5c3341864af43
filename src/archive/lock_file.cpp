#include "archive/lock_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <utility>

#include "base/files/file.h"
#include "base/files/standard_streams.h"

namespace mongokeep::archive {

namespace {

constexpr int lock_flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;

Error not_a_lock(const std::string& subject, std::string cause) {
  // Whoever removes a lock that is held makes room for a second holder.
  return {ErrorKind::storage, "open the lock file", subject, std::move(cause),
          "Stop every mongokeep that uses this folder, and remove what stands under this name: a new file is made. A "
          "copy of the folder must not be made of hard links (cp -al)"};
}

/// Whoever may write to the folder may have put another file of ours, or somebody's, under the lock's name: a second
/// name of it, a pipe. Neither its mode nor its lock are ours to touch.
void refuse_other_files(int descriptor, const std::string& subject) {
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0) throw storage_error("inspect the lock file", subject, errno);
  if (!S_ISREG(facts.st_mode)) throw not_a_lock(subject, "it is not a regular file");
  if (facts.st_nlink > 1) throw not_a_lock(subject, "it is a hard link: the file has another name as well");
}

/// Only what we have made gets its mode.
UniqueFd made_or_opened(const Directory& folder, const std::string& name, const std::string& subject) {
  UniqueFd made(::openat(folder.descriptor(), name.c_str(), lock_flags | O_CREAT | O_EXCL, 0600));
  if (made) {
    set_mode(made.get(), Directory::private_file, subject);
    return made;
  }
  if (errno != EEXIST) throw storage_error("open the lock file", subject, errno);
  UniqueFd found(::openat(folder.descriptor(), name.c_str(), lock_flags));
  if (!found && errno == ELOOP) throw not_a_lock(subject, "it is a symbolic link");
  if (!found && errno == EISDIR) throw not_a_lock(subject, "it is a folder");
  if (!found) throw storage_error("open the lock file", subject, errno);
  refuse_other_files(found.get(), subject);
  return found;
}

}  // namespace

UniqueFd take_lock(const Directory& folder, const std::string& name, const Error& held) {
  const std::string subject = (folder.path() / name).string();
  // Whoever writes to a standard stream that is closed must not write into it.
  UniqueFd lock = above_standard_streams(made_or_opened(folder, name, subject));
  const int error = try_flock(lock.get(), LOCK_EX);
  if (error == EWOULDBLOCK) throw held;
  if (error != 0) throw storage_error("lock", subject, error);
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
