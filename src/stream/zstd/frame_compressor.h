#pragma once

#include <zstd.h>

#include <memory>
#include <string_view>
#include <vector>

#include "stream/zstd/seek_table.h"

namespace mongokeep::stream {

/// Compresses one frame after another, each for itself, with its size in its header and its checksum at its end (RFC
/// 8878). Not for several threads at once.
class FrameCompressor {
 public:
  /// `level` is 1 to 19. Throws std::bad_alloc.
  explicit FrameCompressor(int level);

  /// Makes the frame, which frame() gives until the next call, and returns its entry for the seek table. `text` is at
  /// most some MiB long.
  SeekTable::Frame compress(std::string_view text);
  std::string_view frame() const { return {bytes_.data(), size_}; }

 private:
  struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };
  std::unique_ptr<ZSTD_CCtx, Free> context_;
  std::vector<char> bytes_;
  std::size_t size_ = 0;
};

}  // namespace mongokeep::stream
