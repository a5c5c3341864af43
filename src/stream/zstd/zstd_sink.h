#pragma once

#include <memory>

#include "stream/sink.h"
#include "stream/zstd/seek_table.h"

namespace mongokeep::stream {

/// Compresses into the zstd seekable format: independent frames, each with its size and checksum, and the seek table
/// behind them. A frame ends where a write ends, as long as no single write is larger than a frame: callers write whole
/// documents. With a second core, frames are compressed beside the caller, one at a time.
class ZstdSink final : public Sink {
 public:
  /// Of text in a frame, in bytes: a quarter of what the format has room for, since some four frames are in memory on
  /// either way, of each collection that is copied at the same time.
  static constexpr std::size_t largest_frame = largest_own_frame / 4;

  /// `level` is 1 to 19. Borrows `next`, which is written to from another thread.
  ZstdSink(int level, Sink& next);
  ~ZstdSink() override;
  ZstdSink(const ZstdSink&) = delete;
  ZstdSink& operator=(const ZstdSink&) = delete;

  /// Also throws what `next` threw at an earlier write.
  void write(std::string_view bytes) override;
  void finish() override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mongokeep::stream
