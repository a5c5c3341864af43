#include "base/files/directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/files/durable_name.h"
#include "base/files/file.h"
#include "base/files/folder_stream.h"
#include "base/files/name_change.h"
#include "base/files/standard_streams.h"
#include "base/files/tree_removal.h"
#include "mongokeep/error.h"

namespace mongokeep {

namespace {

Error cannot_rename(const std::string& from, const std::string& to, const NameChange& change) {
  return storage_error("rename " + from + " to", to, change.error, hint_about(change));
}

/// Why a folder could not be opened, in words that fit what lies there.
Error cannot_open(const std::filesystem::path& path, int error_number) {
  const std::string subject = path.string();
  std::error_code ignored;
  const std::filesystem::file_status status = std::filesystem::symlink_status(path, ignored);
  if (std::filesystem::is_symlink(status)) {
    return Error(ErrorKind::storage, "open the folder", subject, "it is a symbolic link",
                 "Give the path of the folder itself: mongokeep does not follow symbolic links, so that it never "
                 "writes or removes files elsewhere");
  }
  if (error_number == ENOTDIR) {
    return Error(ErrorKind::storage, "open the folder", subject, "the path, or a part of it, is not a folder");
  }
  return storage_error("open the folder", subject, error_number);
}

bool is_there(const std::filesystem::path& path) {
  struct stat facts {};
  return ::lstat(path.c_str(), &facts) == 0;
}

/// Makes one folder with this mode; one that is there already is left as it is.
void make_with_mode(const std::filesystem::path& path, mode_t mode) {
  const NameChange made = make_folder(AT_FDCWD, path.string(), 0700);
  if (made.error == EEXIST) return;
  if (!made.is_done()) throw storage_error("create the folder", path.string(), made.error, hint_about(made));
  if (::chmod(path.c_str(), mode) != 0 && !is_refused_by_file_system(errno)) {
    const int error = errno;
    // The next run would take the folder for one that somebody has given this mode.
    ::rmdir(path.c_str());
    throw storage_error("set the mode of", path.string(), error);
  }
}

void make_with_parents(const std::filesystem::path& path, mode_t mode) {
  // `/` is its own parent: where nothing can be looked at, this ends there.
  if (path.has_relative_path() && !is_there(path.parent_path())) make_with_parents(path.parent_path(), mode);
  make_with_mode(path, mode);
}

/// Absolute and without a slash or `/.` at the end. `..` stays: what it means is for the system to say, once it has
/// followed the links before it.
std::filesystem::path absolute_path(const std::filesystem::path& path) {
  std::error_code error;
  std::string whole = std::filesystem::absolute(path, error).string();
  if (error) throw storage_error("resolve the path", path.string(), error.value());
  while (whole.size() > 1 && (whole.ends_with('/') || whole.ends_with("/."))) whole.pop_back();
  return whole;
}

}  // namespace

Directory::Directory(std::filesystem::path path, UniqueFd descriptor)
    : path_(std::move(path)), descriptor_(std::move(descriptor)) {}

Directory Directory::open(const std::filesystem::path& path) {
  const std::filesystem::path whole = absolute_path(path);
  UniqueFd descriptor(::open(whole.c_str(), folder_flags));
  if (!descriptor) throw cannot_open(whole, errno);
  return {whole, std::move(descriptor)};
}

Directory Directory::open_or_create(const std::filesystem::path& path, mode_t file_mode) {
  const std::filesystem::path whole = absolute_path(path);
  if (!is_there(whole)) make_with_parents(whole, folder_mode_for(file_mode));
  Directory folder = open(whole);
  sync_own_name(folder.descriptor_.get(), whole.string());
  return folder;
}

/// To enter a folder takes the right that reading a file does not.
mode_t Directory::folder_mode_for(mode_t file_mode) {
  return 0700 | file_mode | (file_mode & 0444U) >> 2U;
}

bool Directory::lets_readers_enter(mode_t folder_mode, mode_t file_mode) {
  const mode_t needed = (file_mode & 0044U) >> 2U;
  return (folder_mode & needed) == needed;
}

Directory Directory::open_child(const std::string& name) const {
  UniqueFd descriptor(::openat(descriptor_.get(), name.c_str(), folder_flags));
  if (!descriptor) throw cannot_open(path_ / name, errno);
  Directory child(path_ / name, std::move(descriptor));
  child.file_mode_ = file_mode_;
  return child;
}

Directory Directory::create_child(const std::string& name) const {
  const NameChange made = make_folder(descriptor_.get(), name, 0700);
  if (!made.is_done()) throw storage_error("create the folder", full(name), made.error, hint_about(made));
  try {
    UniqueFd child(::openat(descriptor_.get(), name.c_str(), folder_flags));
    if (!child && errno == EACCES) {
      // A strict umask has left us no right to open what we made.
      if (::fchmodat(descriptor_.get(), name.c_str(), 0700, 0) != 0) {
        throw storage_error("set the mode of", full(name), errno);
      }
      child = UniqueFd(::openat(descriptor_.get(), name.c_str(), folder_flags));
    }
    if (!child) throw cannot_open(path_ / name, errno);
    set_mode(child.get(), folder_mode(), full(name));
    Directory opened(path_ / name, std::move(child));
    opened.file_mode_ = file_mode_;
    return opened;
  } catch (...) {
    // No descriptor, no memory: what cannot be used must not stay. The first error is the one to tell.
    remove_name(descriptor_.get(), name, AT_REMOVEDIR);
    throw;
  }
}

UniqueFd Directory::create_file(const std::string& name) const {
  constexpr int flags = O_RDWR | O_NOFOLLOW | O_CLOEXEC;
  UniqueFd file(::openat(descriptor_.get(), name.c_str(), flags | O_CREAT | O_EXCL, 0600));
  if (!file) throw storage_error("create the file", full(name), errno);
  try {
    file = above_standard_streams(std::move(file));
    set_mode(file.get(), file_mode_, full(name));
  } catch (...) {
    remove_name(descriptor_.get(), name);
    throw;
  }
  return file;
}

UniqueFd Directory::open_file(const std::string& name) const {
  const Error no_file(ErrorKind::storage, "open the file", full(name), "it is not a regular file");
  // To open a device does something on some of them. Later a pipe may have come here: that must not hang (O_NONBLOCK).
  if (const auto there = facts(name); there && !S_ISREG(there->st_mode) && !S_ISLNK(there->st_mode)) throw no_file;
  UniqueFd file(::openat(descriptor_.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file) throw storage_error("open the file", full(name), errno);
  struct stat found {};
  if (::fstat(file.get(), &found) != 0) throw storage_error("inspect the file", full(name), errno);
  if (!S_ISREG(found.st_mode)) throw no_file;
  return file;
}

bool Directory::is_directory(const std::string& name) const {
  const auto found = facts(name);
  return found && S_ISDIR(found->st_mode);
}

std::optional<struct stat> Directory::facts(const std::string& name) const {
  struct stat found {};
  if (::fstatat(descriptor_.get(), name.c_str(), &found, AT_SYMLINK_NOFOLLOW) == 0) return found;
  if (errno == ENOENT) return std::nullopt;
  throw storage_error("inspect", full(name), errno);
}

void Directory::for_each_name(const std::function<void(const char*)>& visit) const {
  FolderStream stream = FolderStream::of(descriptor_.get(), path_.string());
  while (const dirent* const entry = stream.next()) visit(entry->d_name);
}

std::vector<std::string> Directory::names() const {
  std::vector<std::string> found;
  for_each_name([&](const char* name) { found.emplace_back(name); });
  std::sort(found.begin(), found.end());
  return found;
}

std::size_t Directory::entry_count() const {
  std::size_t count = 0;
  for_each_name([&](const char*) { ++count; });
  return count;
}

void Directory::rename(const std::string& from, const std::string& to) const {
  if (const NameChange change = rename_to_free_name(descriptor_.get(), from, to); !change.is_done()) {
    throw cannot_rename(full(from), full(to), change);
  }
}

bool Directory::rename_if_room(const std::string& from, const std::string& to) const {
  const NameChange change = rename_to_free_name(descriptor_.get(), from, to);
  if (change.error == ENOSPC || change.error == EDQUOT) return false;
  if (!change.is_done()) throw cannot_rename(full(from), full(to), change);
  return true;
}

void Directory::replace(const std::string& from, const std::string& to) const {
  const NameChange change = rename_over(descriptor_.get(), from, to);
  if (!change.is_done()) throw storage_error("replace", full(to), change.error, hint_about(change));
}

void Directory::exchange(const std::string& one, const std::string& other) const {
  const NameChange change = exchange_names(descriptor_.get(), one, other);
  if (change.is_done()) return;
  const bool is_unable = change.error == EINVAL;
  throw storage_error("exchange " + full(one) + " with", full(other), change.error,
                      is_unable ? "This file system cannot exchange two folders in one step. Copy the backup to "
                                  "another file system, run the command there, and copy it back"
                                : hint_about(change));
}

void Directory::remove_file(const std::string& name) const {
  const NameChange change = remove_name(descriptor_.get(), name);
  if (!change.is_done()) throw storage_error("remove the file", full(name), change.error);
}

void Directory::remove_tree(const std::string& name) const {
  remove_open_tree(open_child(name), name);
}

void Directory::remove_open_tree(const Directory& child, const std::string& name) const {
  if (!child.is_at(*this, name)) {
    throw Error(ErrorKind::storage, "remove the folder", full(name), "another one, or none, has the name by now");
  }
  remove_contents(child.descriptor_.get(), full(name));
  const NameChange change = remove_name(descriptor_.get(), name, AT_REMOVEDIR);
  if (!change.is_done()) throw storage_error("remove the folder", full(name), change.error);
}

bool Directory::is_at(const Directory& parent, const std::string& name) const {
  struct stat ours {};
  struct stat there {};
  return ::fstat(descriptor_.get(), &ours) == 0 &&
         ::fstatat(parent.descriptor_.get(), name.c_str(), &there, AT_SYMLINK_NOFOLLOW) == 0 &&
         is_same_file(ours, there);
}

struct stat Directory::own_facts() const {
  struct stat found {};
  if (::fstat(descriptor_.get(), &found) != 0) throw storage_error("inspect", path_.string(), errno);
  return found;
}

struct timespec Directory::modified() const {
  return own_facts().st_mtim;
}

void Directory::set_modified(const struct timespec& time) const {
  const struct timespec times[2] = {{0, UTIME_OMIT}, time};
  if (::futimens(descriptor_.get(), times) != 0) throw storage_error("set the time of", path_.string(), errno);
}

void Directory::sync() const {
  sync_folder(descriptor_.get(), path_.native());
}

bool Directory::can_be_synced() const {
  return sync_folder(descriptor_.get(), path_.string());
}

mode_t Directory::mode() const {
  return own_facts().st_mode & 0777U;
}

bool Directory::has_its_mode() const {
  return mode() == folder_mode();
}

}  // namespace mongokeep
