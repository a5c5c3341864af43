#include "stream/file_read_at.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "mongokeep/error.h"

namespace mongokeep::stream {

namespace {

std::uint64_t size_of(int descriptor, const std::string& subject) {
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0) throw storage_error("look at", subject, errno);
  return static_cast<std::uint64_t>(facts.st_size);
}

}  // namespace

FileReadAt::FileReadAt(int descriptor, std::string subject)
    : descriptor_(descriptor), subject_(std::move(subject)), size_(size_of(descriptor, subject_)) {}

void FileReadAt::read_at(std::uint64_t offset, std::span<char> room) const {
  while (!room.empty()) {
    const ssize_t got = ::pread(descriptor_, room.data(), room.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw storage_error("read", subject_, errno);
    if (got == 0) throw Error(ErrorKind::damaged, "read", subject_, "it has become shorter while it was being read");
    room = room.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
}

}  // namespace mongokeep::stream
