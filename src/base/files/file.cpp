#include "base/files/file.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "mongokeep/error.h"

namespace mongokeep {

void write_all(int descriptor, std::string_view bytes, const std::string& subject) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      throw storage_error("write to", subject, errno);
    }
    // Nobody would ever come to the end of them.
    if (written == 0) throw storage_error("write to", subject, EIO);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::size_t read_some(int descriptor, std::span<char> room, const std::string& subject) {
  for (;;) {
    const ssize_t got = ::read(descriptor, room.data(), room.size());
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) throw storage_error("read", subject, errno);
  }
}

std::size_t read_some_at(int descriptor, std::uint64_t offset, std::span<char> room, const std::string& subject) {
  for (;;) {
    const ssize_t got = ::pread(descriptor, room.data(), room.size(), static_cast<off_t>(offset));
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) throw storage_error("read", subject, errno);
  }
}

std::string read_whole(int descriptor, std::size_t limit, const std::string& subject) {
  const Error too_large(ErrorKind::storage, "read", subject, "it is larger than " + std::to_string(limit) + " bytes");
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0) throw storage_error("inspect the file", subject, errno);
  const auto length = static_cast<std::uint64_t>(facts.st_size);
  if (length > limit) throw too_large;
  // One byte more than there should be shows whether the file has grown; some of /proc say that they have none.
  std::string text(std::max<std::size_t>(length, 4095) + 1, '\0');
  std::size_t size = 0;
  while (const std::size_t got = read_some_at(descriptor, size, std::span(text).subspan(size), subject)) {
    size += got;
    if (size > limit) throw too_large;
    if (size == text.size()) text.resize(size * 2);
  }
  text.resize(size);
  return text;
}

void sync_descriptor(int descriptor, const std::string& subject) {
  while (::fsync(descriptor) != 0) {
    if (errno != EINTR) throw storage_error("sync", subject, errno);
  }
}

bool says_lockless(int error_number) {
  constexpr std::array codes = {ENOLCK, EBADF, ENOSYS, EOPNOTSUPP, EINVAL};
  return std::find(codes.begin(), codes.end(), error_number) != codes.end();
}

int try_flock(int descriptor, int kind) {
  while (::flock(descriptor, kind | LOCK_NB) != 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

bool is_refused_by_file_system(int error_number) {
  return error_number == EPERM || error_number == EOPNOTSUPP || error_number == EINVAL || error_number == ENOSYS;
}

bool says_absent(int error_number) {
  return error_number == ENOENT || error_number == ENOTDIR || error_number == ELOOP;
}

Error cannot_read_given(const std::string& operation, const std::string& subject, int error_number) {
  Error error = storage_error(operation, subject, error_number);
  const bool is_misnamed =
      says_absent(error_number) || error_number == EISDIR || error_number == EACCES || error_number == EPERM;
  return is_misnamed ? Error(ErrorKind::configuration, operation, subject, error.cause()) : error;
}

bool says_broken(int error_number) {
  constexpr std::array codes = {EIO, EUCLEAN, EBADMSG, EREMOTEIO, EILSEQ, ENODATA};
  return std::find(codes.begin(), codes.end(), error_number) != codes.end();
}

bool sync_folder(int descriptor, const std::string& subject) {
  while (::fsync(descriptor) != 0) {
    if (is_refused_by_file_system(errno)) return false;
    if (errno != EINTR) throw storage_error("sync", subject, errno);
  }
  return true;
}

void set_mode(int descriptor, mode_t mode, const std::string& subject) {
  if (::fchmod(descriptor, mode) == 0 || is_refused_by_file_system(errno)) return;
  throw storage_error("set the mode of", subject, errno);
}

bool sync_file_system(int descriptor, const std::string& subject) {
  // Their syncfs() writes data, commits the journal or tree, and has the disk flush its cache; a write that failed is
  // told (Linux 5.8). Network and user-space ones may do less.
  constexpr std::array<std::uint32_t, 4> known = {EXT4_SUPER_MAGIC, XFS_SUPER_MAGIC, BTRFS_SUPER_MAGIC,
                                                  F2FS_SUPER_MAGIC};
  struct statfs facts {};
  if (::fstatfs(descriptor, &facts) != 0) return false;
  if (std::find(known.begin(), known.end(), static_cast<std::uint32_t>(facts.f_type)) == known.end()) return false;
  if (::syncfs(descriptor) != 0) throw storage_error("sync", subject, errno);
  return true;
}

void begin_to_write_out(int descriptor, std::uint64_t offset, std::uint64_t size) {
  // Where it cannot, or fails, the sync at the end does all of it, and tells.
  ::sync_file_range(descriptor, static_cast<off64_t>(offset), static_cast<off64_t>(size), SYNC_FILE_RANGE_WRITE);
}

bool wait_until_written_out(int descriptor, std::uint64_t offset, std::uint64_t size, const std::string& subject) {
  constexpr unsigned all = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
  while (::sync_file_range(descriptor, static_cast<off64_t>(offset), static_cast<off64_t>(size), all) != 0) {
    if (errno == ENOSYS || errno == EINVAL || errno == ESPIPE || errno == EOPNOTSUPP) return false;
    if (errno != EINTR) throw storage_error("sync", subject, errno);
  }
  return true;
}

}  // namespace mongokeep
