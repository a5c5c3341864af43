#include "stream/checksum_read_at.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace mongokeep::stream {

namespace {

/// What is read ahead beyond this is forgotten, and read again in the end.
constexpr std::size_t most_ahead = std::size_t{16} << 20U;
constexpr std::size_t piece_size = std::size_t{1} << 20U;

}  // namespace

void ChecksumReadAt::read_at(std::uint64_t offset, std::span<char> room) const {
  next_.read_at(offset, room);
  const std::scoped_lock lock(mutex_);
  take(offset, {room.data(), room.size()});
}

std::uint64_t ChecksumReadAt::done() const {
  const std::scoped_lock lock(mutex_);
  return checksum_.size();
}

Checksum ChecksumReadAt::finish() {
  std::vector<char> room(piece_size);
  for (std::uint64_t at = done(); at < size(); at = done()) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), size() - at));
    read_at(at, std::span(room).first(count));
  }
  return std::move(checksum_);
}

void ChecksumReadAt::take(std::uint64_t offset, std::string_view bytes) const {
  const auto add = [this](std::uint64_t at, std::string_view some) {
    const std::uint64_t known = checksum_.size() - at;
    if (known < some.size()) checksum_.add(some.substr(static_cast<std::size_t>(known)));
  };
  if (offset > checksum_.size()) {
    if (ahead_bytes_ + bytes.size() > most_ahead) return;
    if (ahead_.emplace(offset, bytes).second) ahead_bytes_ += bytes.size();
    return;
  }
  add(offset, bytes);
  while (!ahead_.empty() && ahead_.begin()->first <= checksum_.size()) {
    add(ahead_.begin()->first, ahead_.begin()->second);
    ahead_bytes_ -= ahead_.begin()->second.size();
    ahead_.erase(ahead_.begin());
  }
}

}  // namespace mongokeep::stream
