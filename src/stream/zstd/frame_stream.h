#pragma once

#include <zstd.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "mongokeep/error.h"
#include "stream/read_at.h"

namespace mongokeep::stream {

/// The text of any zstd file (RFC 8878), decoded from its beginning to its end: any number of frames, skippable ones
/// among them.
class FrameStream {
 public:
  /// Log2, in bytes, of the window that a frame may ask for: what stock `zstd` takes without being told otherwise.
  static constexpr int largest_window = 27;

  /// Borrows the file.
  FrameStream(const ReadAt& file, std::string subject);

  /// Fills up to `room.size()` bytes and returns how many; 0 at the end. Throws Error{damaged}.
  std::size_t read(std::span<char> room);

 private:
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };
  bool refill();
  Error failure(std::size_t result) const;
  Error damaged(const std::string& cause, const std::string& hint = {}) const;

  const ReadAt& file_;
  std::string subject_;
  std::unique_ptr<ZSTD_DCtx, Free> context_;
  std::vector<char> packed_;
  ZSTD_inBuffer input_;
  std::uint64_t offset_ = 0;     ///< of the first byte that is not in `packed_` yet
  bool is_within_frame_ = true;  ///< so that an empty file ends too early
  bool is_flushed_ = true;
};

}  // namespace mongokeep::stream
