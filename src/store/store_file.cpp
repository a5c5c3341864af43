#include "store/store_file.h"

#include <algorithm>
#include <utility>

#include "mongokeep/error.h"
#include "stream/sequential_source.h"

namespace mongokeep::store {

namespace {

/// Holds the table of a few thousand frames of zstd; a smaller file comes whole.
constexpr std::uint64_t tail_size = std::uint64_t{256} << 10U;

}  // namespace

StoreFile::StoreFile(std::shared_ptr<const Remote> remote, std::string path, std::uint64_t size, std::stop_token stop)
    : remote_(std::move(remote)),
      path_(std::move(path)),
      size_(size),
      tail_begin_(size - std::min(size, tail_size)),
      stop_(std::move(stop)),
      window_(remote_, path_, size, stop_) {}

void StoreFile::read_at(std::uint64_t offset, std::span<char> room) const {
  if (offset >= tail_begin_) return read_tail(offset, room);
  window_.read_at(offset, room);
}

void StoreFile::read_tail(std::uint64_t offset, std::span<char> room) const {
  if (room.empty()) return;
  const std::scoped_lock lock(mutex_);
  if (!tail_) {
    std::string bytes = remote_->read(path_, tail_begin_, size_ - tail_begin_, stop_);
    if (bytes.size() != size_ - tail_begin_) {
      throw Error(ErrorKind::damaged, "read", remote_->shown(path_).string(),
                  "it ends before the length that the store lists for it");
    }
    tail_ = std::move(bytes);
  }
  std::copy_n(tail_->begin() + static_cast<std::ptrdiff_t>(offset - tail_begin_), room.size(), room.begin());
}

std::unique_ptr<stream::Source> StoreFile::source(stream::FileSource::From) const {
  return std::make_unique<stream::SequentialSource>(*this);
}

}  // namespace mongokeep::store
