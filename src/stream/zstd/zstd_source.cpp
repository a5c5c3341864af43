#include "stream/zstd/zstd_source.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "stream/zstd/frame_queue.h"
#include "stream/zstd/frame_stream.h"
#include "stream/zstd/seek_table.h"

namespace mongokeep::stream {

struct ZstdSource::State {
  State(const ReadAt& file, std::string subject) {
    std::optional<SeekTable> table = read_seek_table(file, subject);
    if (table && FrameQueue::takes(*table)) {
      queue.emplace(file, std::move(*table), std::move(subject));
    } else {
      stream.emplace(file, std::move(subject));
    }
  }

  std::optional<FrameQueue> queue;  ///< one of these two
  std::optional<FrameStream> stream;
  std::vector<char> text;  ///< of the frame that is being given out
  std::size_t given = 0;
};

ZstdSource::ZstdSource(const ReadAt& file, std::string subject)
    : state_(std::make_unique<State>(file, std::move(subject))) {}
ZstdSource::~ZstdSource() = default;

std::size_t ZstdSource::read(std::span<char> room) {
  State& state = *state_;
  if (state.stream) return state.stream->read(room);
  while (state.given == state.text.size()) {
    state.given = 0;
    if (!state.queue->next(state.text)) {
      state.text.clear();
      return 0;
    }
  }
  const std::size_t piece = std::min(room.size(), state.text.size() - state.given);
  std::copy_n(state.text.begin() + static_cast<std::ptrdiff_t>(state.given), piece, room.begin());
  state.given += piece;
  return piece;
}

}  // namespace mongokeep::stream
