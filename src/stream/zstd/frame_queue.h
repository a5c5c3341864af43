#pragma once

#include <cstdint>
#include <deque>
#include <future>
#include <string>
#include <vector>

#include "stream/read_at.h"
#include "stream/zstd/seek_table.h"

namespace mongokeep::stream {

/// The texts of a seekable file's frames, in order, several of them decoded ahead at a time (on threads of their own;
/// what lies below, a decryption, is done there too). For tables whose frames are no larger than ours.
class FrameQueue {
 public:
  /// Whether each frame of the table is small enough.
  static bool takes(const SeekTable& table);

  /// Borrows the file.
  FrameQueue(const ReadAt& file, SeekTable table, std::string subject);
  /// Waits for what is being decoded.
  ~FrameQueue();
  FrameQueue(const FrameQueue&) = delete;
  FrameQueue& operator=(const FrameQueue&) = delete;

  /// The next text; false at the end. Throws Error{damaged} for a frame that is not what itself and the table say.
  bool next(std::vector<char>& text);

 private:
  void decode_ahead();
  std::vector<char> decode(std::size_t index, std::uint64_t offset) const;

  const ReadAt& file_;
  SeekTable table_;
  std::string subject_;
  std::size_t started_ = 0;   ///< frames that were
  std::uint64_t offset_ = 0;  ///< of the first one that was not
  std::deque<std::future<std::vector<char>>> ahead_;
};

}  // namespace mongokeep::stream
