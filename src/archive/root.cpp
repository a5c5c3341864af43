#include "archive/root.h"

#include <string>
#include <system_error>
#include <utility>

#include "archive/lock_file.h"
#include "base/files/mount_points.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

namespace {

constexpr const char* lock_name = ".lock";

UniqueFd lock_of(const Directory& root) {
  const Error held(ErrorKind::locked, "use the backup root", root.path().string(), "another run of mongokeep holds it",
                   "Wait until it has ended; `fuser " + (root.path() / lock_name).string() + "` shows the process");
  return take_lock(root, lock_name, held);
}

}  // namespace

Directory open_root(const std::filesystem::path& path) {
  std::error_code missing;
  if (std::filesystem::symlink_status(path, missing).type() == std::filesystem::file_type::not_found) {
    throw Error(ErrorKind::storage, "read the backup root", std::filesystem::absolute(path).string(),
                "there is no such folder", "Name the folder of the backups with --root");
  }
  return Directory::open(path);
}

bool make_root_if_missing(const std::filesystem::path& path, MissingRoot rule, Log& log, mode_t file_mode) {
  std::error_code missing;
  if (std::filesystem::symlink_status(path, missing).type() != std::filesystem::file_type::not_found) return false;
  const std::string whole = std::filesystem::absolute(path).string();
  if (const auto point = unmounted_point_above(path)) {
    throw Error(ErrorKind::storage, "create the backup root", whole,
                "it would be on " + *point + ", which is listed in /etc/fstab but not mounted",
                "Mount it first: mount " + *point);
  }
  if (rule == MissingRoot::refused) {
    throw Error(
        ErrorKind::storage, "use the backup root", whole, "there is no such folder",
        "Check that its disk is mounted. If the root is new, create the folder yourself: root_must_exist is set");
  }
  Directory::open_or_create(path, file_mode);
  log.warning("The backup root did not exist and was created", {{"root", whole}});
  return true;
}

std::optional<pid_t> run_in(const Directory& root) {
  return holder_of_lock(root, lock_name);
}

LockedRoot::LockedRoot(Directory directory, UniqueFd lock) : directory_(std::move(directory)), lock_(std::move(lock)) {}

LockedRoot LockedRoot::open(const std::filesystem::path& path, mode_t file_mode) {
  Directory directory = Directory::open_or_create(path, file_mode);
  directory.set_file_mode(file_mode);
  UniqueFd lock = lock_of(directory);
  return {std::move(directory), std::move(lock)};
}

LockedRoot LockedRoot::open_existing(const std::filesystem::path& path, mode_t file_mode) {
  Directory directory = open_root(path);
  directory.set_file_mode(file_mode);
  UniqueFd lock = lock_of(directory);
  return {std::move(directory), std::move(lock)};
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
