#pragma once

#include <algorithm>

#include "stream/read_at.h"
#include "stream/source.h"

namespace mongokeep::stream {

/// Reads from the beginning to the end. Borrows the bytes.
class SequentialSource final : public Source {
 public:
  explicit SequentialSource(const ReadAt& bytes) : bytes_(bytes) {}

  std::size_t read(std::span<char> room) override {
    const auto piece = static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), bytes_.size() - offset_));
    bytes_.read_at(offset_, room.first(piece));
    offset_ += piece;
    return piece;
  }

 private:
  const ReadAt& bytes_;
  std::uint64_t offset_ = 0;
};

}  // namespace mongokeep::stream
