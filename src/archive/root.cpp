#include "archive/root.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

namespace mongokeep::archive {

namespace {

constexpr const char* lock_name = ".lock";

UniqueFd take_lock(const Directory& root) {
  const std::string subject = (root.path() / lock_name).string();
  UniqueFd lock(::openat(root.descriptor(), lock_name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!lock) throw storage_error("open the lock file", subject, errno);
  if (::fchmod(lock.get(), 0600) != 0) throw storage_error("set the mode of", subject, errno);
  while (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) throw storage_error("lock", subject, errno);
    throw Error(ErrorKind::locked, "use the backup root", root.path().string(), "another run of mongokeep holds it",
                "Wait until that one has ended; `fuser " + subject + "` shows which process it is");
  }
  return lock;
}

}  // namespace

LockedRoot::LockedRoot(Directory directory, UniqueFd lock) : directory_(std::move(directory)), lock_(std::move(lock)) {}

LockedRoot LockedRoot::open(const std::filesystem::path& path) {
  Directory directory = Directory::open_or_create(path);
  UniqueFd lock = take_lock(directory);
  return {std::move(directory), std::move(lock)};
}

LockedRoot::Leftovers LockedRoot::remove_leftovers() const {
  Leftovers leftovers;
  for (const std::string& name : directory_.names()) {
    if (!DatedName::parse_unfinished(name) || !directory_.is_directory(name)) continue;
    try {
      directory_.remove_tree(name);
      leftovers.removed.push_back(name);
    } catch (const Error& error) {
      leftovers.failures.push_back(error);
    }
  }
  return leftovers;
}

DatedName LockedRoot::free_name(std::chrono::system_clock::time_point now, const std::string& time_zone) const {
  const auto is_free = [&](const DatedName& name) {
    return !directory_.has(name.text()) && !directory_.has(name.unfinished_text());
  };
  const LocalTime local = local_time(now, time_zone);
  DatedName name{{local.year, local.month, local.day}};
  if (is_free(name)) return name;
  name.time = local;
  name.has_time = true;
  while (!is_free(name)) ++name.number;
  return name;
}

}  // namespace mongokeep::archive
