#pragma once

#include <cstdint>
#include <span>

namespace mongokeep::stream {

/// Bytes that can be read at any place. What decodes wraps what is stored, as sources wrap sources.
/// Threads: any number of reads at a time.
class ReadAt {
 public:
  virtual ~ReadAt() = default;
  /// In bytes.
  virtual std::uint64_t size() const = 0;
  /// Fills the whole room with what lies behind `offset`; both lie within size().
  /// Throws Error{storage}, Error{damaged} for what is not as it was written.
  virtual void read_at(std::uint64_t offset, std::span<char> room) const = 0;
};

}  // namespace mongokeep::stream
