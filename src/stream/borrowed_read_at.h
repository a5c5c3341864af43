#pragma once

#include "stream/read_at.h"

namespace mongokeep::stream {

/// For whoever wants to own the bytes that somebody else goes on to have.
class BorrowedReadAt final : public ReadAt {
 public:
  explicit BorrowedReadAt(const ReadAt& bytes) : bytes_(bytes) {}

  std::uint64_t size() const override { return bytes_.size(); }
  void read_at(std::uint64_t offset, std::span<char> room) const override { bytes_.read_at(offset, room); }

 private:
  const ReadAt& bytes_;
};

}  // namespace mongokeep::stream
