#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <string>

#include "stream/checksum.h"
#include "stream/read_at.h"

namespace mongokeep::stream {

/// Reckons the checksum of bytes from what is read of them, in whatever order: what was passed over is read in the end.
/// For bytes that are dear to read twice. Borrows them.
class ChecksumReadAt final : public ReadAt {
 public:
  explicit ChecksumReadAt(const ReadAt& next) : next_(next) {}

  std::uint64_t size() const override { return next_.size(); }
  void read_at(std::uint64_t offset, std::span<char> room) const override;

  /// Of the bytes from the beginning on, as far as they have been read without a gap.
  std::uint64_t done() const;
  /// Of all bytes. Once, and nothing may be read from here on.
  Checksum finish();

 private:
  void take(std::uint64_t offset, std::string_view bytes) const;

  const ReadAt& next_;
  mutable std::mutex mutex_;
  mutable Checksum checksum_;
  /// Read ahead of the rest, by where they begin; a few MiB at most.
  mutable std::map<std::uint64_t, std::string> ahead_;
  mutable std::size_t ahead_bytes_ = 0;
};

}  // namespace mongokeep::stream
