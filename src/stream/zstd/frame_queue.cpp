#include "stream/zstd/frame_queue.h"

#include <fmt/format.h>
#include <xxhash.h>
#include <zstd.h>

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>

#include "mongokeep/error.h"

namespace mongokeep::stream {

namespace {

/// More threads than these bring nothing: what takes the text is slower.
std::size_t frames_at_a_time() {
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4);
}

/// What is wrong with the text of a frame; empty when nothing is. The table's checksum is reckoned anew: other makers'
/// frames may have none of their own to compare it with.
std::string problem_of(std::size_t result, const SeekTable& table, const SeekTable::Frame& entry,
                       const std::vector<char>& text) {
  if (ZSTD_isError(result) != 0) return ZSTD_getErrorName(result);
  if (result != entry.decompressed)
    return fmt::format("it has {} bytes of text instead of {}", result, entry.decompressed);
  if (!table.has_checksums || static_cast<std::uint32_t>(XXH64(text.data(), text.size(), 0)) == entry.checksum)
    return {};
  return "its checksum differs from the seek table's";
}

/// What can be known of a frame before room is made for its text.
std::string problem_before(const SeekTable::Frame& entry, const std::vector<char>& frame) {
  const std::size_t size = ZSTD_findFrameCompressedSize(frame.data(), frame.size());
  if (ZSTD_isError(size) != 0) return ZSTD_getErrorName(size);
  if (size != frame.size()) return fmt::format("it ends after {} of its {} bytes", size, frame.size());
  const unsigned long long claimed = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (claimed == ZSTD_CONTENTSIZE_UNKNOWN || claimed == entry.decompressed) return {};
  if (claimed == ZSTD_CONTENTSIZE_ERROR) return "it is not a frame";
  return fmt::format("it claims {} bytes of text, but the seek table says {}", claimed, entry.decompressed);
}

/// On a thread of its own; where there is none to be had (a limit on processes), once it is asked for.
template <typename Call>
std::future<std::vector<char>> begin(const Call& call) {
  try {
    return std::async(std::launch::async, call);
  } catch (const std::system_error&) {
    return std::async(std::launch::deferred, call);
  }
}

}  // namespace

bool FrameQueue::takes(const SeekTable& table) {
  return std::all_of(table.frames.begin(), table.frames.end(), [](const SeekTable::Frame& frame) {
    return frame.decompressed <= largest_own_frame && frame.compressed <= ZSTD_COMPRESSBOUND(largest_own_frame);
  });
}

FrameQueue::FrameQueue(const ReadAt& file, SeekTable table, std::string subject)
    : file_(file), table_(std::move(table)), subject_(std::move(subject)) {}

FrameQueue::~FrameQueue() {
  // A future of std::async waits in its destructor; said here, since it is what makes borrowing the file safe.
  ahead_.clear();
}

bool FrameQueue::next(std::vector<char>& text) {
  decode_ahead();
  if (ahead_.empty()) return false;
  text = ahead_.front().get();
  ahead_.pop_front();
  decode_ahead();
  return true;
}

void FrameQueue::decode_ahead() {
  while (started_ < table_.frames.size() && ahead_.size() < frames_at_a_time()) {
    ahead_.push_back(begin([this, index = started_, offset = offset_] { return decode(index, offset); }));
    offset_ += table_.frames[started_++].compressed;
  }
}

std::vector<char> FrameQueue::decode(std::size_t index, std::uint64_t offset) const {
  const SeekTable::Frame& entry = table_.frames[index];
  std::vector<char> frame(entry.compressed);
  file_.read_at(offset, frame);
  std::vector<char> text;
  std::string problem = problem_before(entry, frame);
  if (problem.empty()) {
    text.resize(entry.decompressed);
    problem = problem_of(ZSTD_decompress(text.data(), text.size(), frame.data(), frame.size()), table_, entry, text);
  }
  if (problem.empty()) return text;
  throw Error(ErrorKind::damaged, "decompress", subject_,
              fmt::format("frame {}, at byte {}: {}", index + 1, offset, problem));
}

}  // namespace mongokeep::stream
