#pragma once

#include <cstddef>
#include <span>

namespace mongokeep::stream {

/// Gives bytes in order.
class Source {
 public:
  virtual ~Source() = default;
  /// Fills up to `room.size()` bytes and returns how many; 0 at the end. Throws Error.
  virtual std::size_t read(std::span<char> room) = 0;
};

}  // namespace mongokeep::stream
