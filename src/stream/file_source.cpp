#include "stream/file_source.h"

#include <fcntl.h>

#include <utility>

#include "base/file.h"
#include "mongokeep/error.h"

namespace mongokeep::stream {

FileSource::FileSource(int descriptor, std::string subject, From from)
    : descriptor_(descriptor), subject_(std::move(subject)) {
  // Pages that are not on the disk yet cannot be dropped, and some file systems do not drop at all; both are harmless,
  // the bytes are then compared as memory holds them.
  if (from == From::disk) ::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_DONTNEED);
  ::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
}

std::size_t FileSource::read(std::span<char> room) {
  return read_some(descriptor_, room, subject_);
}

}  // namespace mongokeep::stream
