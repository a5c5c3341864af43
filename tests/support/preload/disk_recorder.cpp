// Loaded before the C library's (LD_PRELOAD): records the program's calls on files and folders, one line each, into the
// file that MKTEST_DISK_CALLS names. Each call goes to the real one and comes back as it was; only calls that succeed
// are recorded. One call at a time, so that the lines stand in the order in which the disk had them.
// MKTEST_FILE_SYSTEM=ext4 or =other has fstatfs() answer so: the program syncs many files in another way on each.
//
// Fields are separated by tabs; an ID is of the inode, whatever its name. tests/support/disk_history.h reads it.
//   write|flush|drop|read ID OFFSET SIZE PATH    flush: sync_file_range() that waits; drop: POSIX_FADV_DONTNEED
//   sync ID PATH                                 fsync(), fdatasync()
//   touch|mark ID PATH                           futimens(), fchmod(); mark: setuid, which only a folder gets that goes
//   syncfs
//   make FOLDER ID file|folder PATH
//   rename|exchange FOLDER ID file|folder SIZE FROM TO
//   remove FOLDER file|folder PATH
//   standard NUMBER PATH                         what was opened got the number of a standard stream: 0, 1 or 2

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include "support/preload/real_calls.h"

namespace {

using mongokeep::test::preload::real;

using Path = std::array<char, PATH_MAX>;

std::recursive_mutex one_at_a_time;

/// By the system itself: our own openat() and write() are recorded.
int record_file() {
  static const int descriptor = [] {
    const char* path = std::getenv("MKTEST_DISK_CALLS");
    if (path == nullptr) return -1;
    const long low = ::syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    // Out of the way of the numbers that the program's own files get.
    const int high = ::fcntl(static_cast<int>(low), F_DUPFD_CLOEXEC, 100);
    ::syscall(SYS_close, low);
    return high;
  }();
  return descriptor;
}

[[gnu::format(printf, 1, 2)]] void record(const char* form, ...) {
  std::array<char, 3 * PATH_MAX> line{};
  va_list values;
  va_start(values, form);
  const int size = std::vsnprintf(line.data(), line.size(), form, values);
  va_end(values);
  const int before = errno;
  if (::syscall(SYS_write, record_file(), line.data(), size) != size) std::abort();
  errno = before;
}

struct Id {
  std::array<char, 48> text{};
};

Id id_of(const struct stat& facts) {
  Id id;
  std::snprintf(id.text.data(), id.text.size(), "%llx-%llx", static_cast<unsigned long long>(facts.st_dev),
                static_cast<unsigned long long>(facts.st_ino));
  return id;
}

const char* kind_of(const struct stat& facts) {
  return S_ISDIR(facts.st_mode) ? "folder" : "file";
}

Path path_of(int descriptor) {
  std::array<char, 32> link{};
  std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", descriptor);
  Path path{};
  if (descriptor == AT_FDCWD) {
    if (::getcwd(path.data(), path.size()) == nullptr) std::abort();
  } else if (::readlink(link.data(), path.data(), path.size() - 1) < 0) {
    std::abort();
  }
  return path;
}

/// An entry of a folder: where it lies, and what it is when there is one.
class Entry {
 public:
  Entry(int folder, const char* name) {
    is_there_ = ::fstatat(folder, name, &facts_, AT_SYMLINK_NOFOLLOW) == 0;
    if (name[0] == '/') {
      std::snprintf(path_.data(), path_.size(), "%s", name);
      Path parent = path_;
      *std::strrchr(parent.data(), '/') = '\0';
      if (::stat(parent[0] == '\0' ? "/" : parent.data(), &folder_) != 0) folder_ = {};
      return;
    }
    const Path above = path_of(folder);
    const int size = std::snprintf(path_.data(), path_.size(), "%s/%s", above.data(), name);
    if (size < 0 || static_cast<std::size_t>(size) >= path_.size()) std::abort();
    if (::fstatat(folder, ".", &folder_, 0) != 0) folder_ = {};
  }
  bool is_there() const { return is_there_; }
  const struct stat& facts() const { return facts_; }
  Id folder() const { return id_of(folder_); }
  const char* path() const { return path_.data(); }

 private:
  bool is_there_ = false;
  struct stat facts_ {};
  struct stat folder_ {};
  Path path_{};
};

void record_made(int folder, const char* name) {
  const Entry made(folder, name);
  record("make\t%s\t%s\t%s\t%s\n", made.folder().text.data(), id_of(made.facts()).text.data(), kind_of(made.facts()),
         made.path());
}

void record_removed(const Entry& gone) {
  record("remove\t%s\t%s\t%s\n", gone.folder().text.data(), kind_of(gone.facts()), gone.path());
}

/// Of regular files alone: pipes and terminals do not matter.
void record_part(const char* call, int descriptor, off_t offset, off_t size) {
  struct stat facts {};
  if (record_file() < 0 || ::fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) return;
  record("%s\t%s\t%lld\t%lld\t%s\n", call, id_of(facts).text.data(), static_cast<long long>(offset),
         static_cast<long long>(size), path_of(descriptor).data());
}

void record_whole(const char* call, int descriptor) {
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0) return;
  record("%s\t%s\t%s\n", call, id_of(facts).text.data(), path_of(descriptor).data());
}

template <typename Call>
int renamed(const char* name, int from_folder, const char* from, int to_folder, const char* to, Call call) {
  const std::lock_guard lock(one_at_a_time);
  const Entry old(from_folder, from);
  const int result = call();
  if (result != 0) return result;
  const Entry fresh(to_folder, to);
  record("%s\t%s\t%s\t%s\t%lld\t%s\t%s\n", name, fresh.folder().text.data(), id_of(old.facts()).text.data(),
         kind_of(old.facts()), static_cast<long long>(old.facts().st_size), old.path(), fresh.path());
  return result;
}

template <typename Call>
int opened(int folder, const char* name, int flags, Call call) {
  const std::lock_guard lock(one_at_a_time);
  const bool makes = (flags & O_CREAT) != 0 && !Entry(folder, name).is_there();
  const int descriptor = call();
  if (descriptor < 0) return descriptor;
  if (descriptor <= STDERR_FILENO) record("standard\t%d\t%s\n", descriptor, path_of(descriptor).data());
  if (makes) record_made(folder, name);
  return descriptor;
}

}  // namespace

extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t size) {
  const std::lock_guard lock(one_at_a_time);
  const ssize_t result = real(write, "write")(descriptor, bytes, size);
  if (result > 0) record_part("write", descriptor, ::lseek(descriptor, 0, SEEK_CUR) - result, result);
  return result;
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
  const std::lock_guard lock(one_at_a_time);
  const ssize_t result = real(pwrite, "pwrite")(descriptor, bytes, size, offset);
  if (result > 0) record_part("write", descriptor, offset, result);
  return result;
}

ssize_t pread(int descriptor, void* bytes, size_t size, off_t offset) {
  const std::lock_guard lock(one_at_a_time);
  const ssize_t result = real(pread, "pread")(descriptor, bytes, size, offset);
  if (result > 0) record_part("read", descriptor, offset, result);
  return result;
}

int posix_fadvise(int descriptor, off_t offset, off_t size, int advice) noexcept {
  const std::lock_guard lock(one_at_a_time);
  const int result = real(posix_fadvise, "posix_fadvise")(descriptor, offset, size, advice);
  if (result == 0 && advice == POSIX_FADV_DONTNEED) record_part("drop", descriptor, offset, size);
  return result;
}

int sync_file_range(int descriptor, off64_t offset, off64_t size, unsigned flags) {
  const std::lock_guard lock(one_at_a_time);
  const int result = real(sync_file_range, "sync_file_range")(descriptor, offset, size, flags);
  if (result == 0 && (flags & SYNC_FILE_RANGE_WAIT_AFTER) != 0) record_part("flush", descriptor, offset, size);
  return result;
}

int fsync(int descriptor) {
  const std::lock_guard lock(one_at_a_time);
  const int result = real(fsync, "fsync")(descriptor);
  if (result == 0) record_whole("sync", descriptor);
  return result;
}

int fdatasync(int descriptor) {
  const std::lock_guard lock(one_at_a_time);
  const int result = real(fdatasync, "fdatasync")(descriptor);
  if (result == 0) record_whole("sync", descriptor);
  return result;
}

int futimens(int descriptor, const struct timespec times[2]) noexcept {
  const std::lock_guard lock(one_at_a_time);
  const int result = real(futimens, "futimens")(descriptor, times);
  if (result == 0) record_whole("touch", descriptor);
  return result;
}

int fchmod(int descriptor, mode_t mode) noexcept {
  const std::lock_guard lock(one_at_a_time);
  const int result = real(fchmod, "fchmod")(descriptor, mode);
  if (result == 0) record_whole((mode & S_ISUID) != 0 ? "mark" : "touch", descriptor);
  return result;
}

int syncfs(int descriptor) noexcept {
  const std::lock_guard lock(one_at_a_time);
  const int result = real(syncfs, "syncfs")(descriptor);
  if (result == 0) record("syncfs\n");
  return result;
}

int fstatfs(int descriptor, struct statfs* facts) noexcept {
  const int result = real(fstatfs, "fstatfs")(descriptor, facts);
  const char* wanted = std::getenv("MKTEST_FILE_SYSTEM");
  if (result == 0 && wanted != nullptr) {
    facts->f_type = std::strcmp(wanted, "ext4") == 0 ? EXT4_SUPER_MAGIC : OVERLAYFS_SUPER_MAGIC;
  }
  return result;
}

int openat(int folder, const char* name, int flags, ...) {
  va_list values;
  va_start(values, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(values, mode_t) : 0;
  va_end(values);
  return opened(folder, name, flags, [&] { return real(openat, "openat")(folder, name, flags, mode); });
}

int open(const char* name, int flags, ...) {
  va_list values;
  va_start(values, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(values, mode_t) : 0;
  va_end(values);
  return opened(AT_FDCWD, name, flags, [&] { return real(open, "open")(name, flags, mode); });
}

int mkdir(const char* name, mode_t mode) noexcept {
  const std::lock_guard lock(one_at_a_time);
  const int result = real(mkdir, "mkdir")(name, mode);
  if (result == 0) record_made(AT_FDCWD, name);
  return result;
}

int mkdirat(int folder, const char* name, mode_t mode) noexcept {
  const std::lock_guard lock(one_at_a_time);
  const int result = real(mkdirat, "mkdirat")(folder, name, mode);
  if (result == 0) record_made(folder, name);
  return result;
}

int rename(const char* from, const char* to) noexcept {
  return renamed("rename", AT_FDCWD, from, AT_FDCWD, to, [&] { return real(rename, "rename")(from, to); });
}

int renameat(int from_folder, const char* from, int to_folder, const char* to) noexcept {
  return renamed("rename", from_folder, from, to_folder, to,
                 [&] { return real(renameat, "renameat")(from_folder, from, to_folder, to); });
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
  const char* name = (flags & RENAME_EXCHANGE) != 0 ? "exchange" : "rename";
  return renamed(name, from_folder, from, to_folder, to,
                 [&] { return real(renameat2, "renameat2")(from_folder, from, to_folder, to, flags); });
}

int unlinkat(int folder, const char* name, int flags) noexcept {
  const std::lock_guard lock(one_at_a_time);
  const Entry gone(folder, name);
  const int result = real(unlinkat, "unlinkat")(folder, name, flags);
  if (result == 0) record_removed(gone);
  return result;
}

int unlink(const char* name) noexcept {
  const std::lock_guard lock(one_at_a_time);
  const Entry gone(AT_FDCWD, name);
  const int result = real(unlink, "unlink")(name);
  if (result == 0) record_removed(gone);
  return result;
}

}  // extern "C"
