#pragma once

#include <memory>
#include <string>

#include "stream/read_at.h"
#include "stream/source.h"

namespace mongokeep::stream {

/// Decompresses a zstd file. One in the seekable format is decoded several frames at a time, in order; any other (stock
/// `zstd`, concatenated files, skippable frames, frames larger than ours) as a stream. Memory is bounded whatever the
/// file claims: a few frames of ZstdSink's size, or a window of 128 MiB.
///
/// read() throws Error{damaged}, which says where in the file, for what does not decode, for a checksum or a size that
/// is not what the frame, or for frames no larger than ours the table, says, for bytes behind the last frame, for a
/// file that ends within a frame.
class ZstdSource final : public Source {
 public:
  /// Borrows the file. `subject` is its path, for errors. Throws Error{damaged} for a broken seek table.
  ZstdSource(const ReadAt& file, std::string subject);
  ~ZstdSource() override;
  ZstdSource(const ZstdSource&) = delete;
  ZstdSource& operator=(const ZstdSource&) = delete;

  std::size_t read(std::span<char> room) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mongokeep::stream
