#include "stream/file_read_at.h"

#include <sys/stat.h>

#include <cerrno>
#include <utility>

#include "base/files/file.h"
#include "mongokeep/error.h"

namespace mongokeep::stream {

namespace {

std::uint64_t size_of(int descriptor, const std::string& subject) {
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0) throw storage_error("inspect", subject, errno);
  return static_cast<std::uint64_t>(facts.st_size);
}

}  // namespace

FileReadAt::FileReadAt(int descriptor, std::string subject)
    : descriptor_(descriptor), subject_(std::move(subject)), size_(size_of(descriptor, subject_)) {}

void FileReadAt::read_at(std::uint64_t offset, std::span<char> room) const {
  while (!room.empty()) {
    const std::size_t got = read_some_at(descriptor_, offset, room, subject_);
    if (got == 0) throw Error(ErrorKind::damaged, "read", subject_, "it became shorter while it was being read");
    room = room.subspan(got);
    offset += got;
  }
}

}  // namespace mongokeep::stream
