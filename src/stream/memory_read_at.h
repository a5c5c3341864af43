#pragma once

#include <cstring>
#include <string_view>

#include "stream/read_at.h"

namespace mongokeep::stream {

/// Bytes in memory. Borrows them.
class MemoryReadAt final : public ReadAt {
 public:
  explicit MemoryReadAt(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t size() const override { return bytes_.size(); }
  void read_at(std::uint64_t offset, std::span<char> room) const override {
    if (!room.empty()) std::memcpy(room.data(), bytes_.data() + offset, room.size());
  }

 private:
  std::string_view bytes_;
};

}  // namespace mongokeep::stream
