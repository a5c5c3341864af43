#include "stream/file_source.h"

#include <fcntl.h>

#include <algorithm>
#include <utility>

#include "base/files/file.h"

namespace mongokeep::stream {

namespace {

/// As posix_fadvise() takes the length of what ends where the file does.
constexpr off_t to_the_end = 0;

off_t length_of(FilePart part) {
  return part.end == FilePart{}.end ? to_the_end : static_cast<off_t>(part.end - part.begin);
}

}  // namespace

FileSource::FileSource(int descriptor, std::string subject, From from, FilePart part)
    : descriptor_(descriptor), subject_(std::move(subject)), offset_(part.begin), end_(part.end) {
  const auto begin = static_cast<off_t>(part.begin);
  // Pages that are not on the disk yet cannot be dropped, and some file systems do not drop at all; both are harmless,
  // the bytes are then compared as memory holds them.
  if (from == From::disk) ::posix_fadvise(descriptor_, begin, length_of(part), POSIX_FADV_DONTNEED);
  ::posix_fadvise(descriptor_, begin, length_of(part), POSIX_FADV_SEQUENTIAL);
}

std::size_t FileSource::read(std::span<char> room) {
  const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), end_ - offset_));
  const std::size_t got = read_some_at(descriptor_, offset_, room.first(most), subject_);
  offset_ += got;
  return got;
}

}  // namespace mongokeep::stream
