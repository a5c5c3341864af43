#include "stream/zstd/zstd_sink.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "stream/zstd/frame_compressor.h"
#include "stream/zstd/seek_table.h"

namespace mongokeep::stream {

namespace {

/// Compresses the texts that it is handed, and writes the frames to the next sink. With a second core it does so on a
/// thread of its own, while the caller gathers the next text; the caller waits where it is faster.
class FrameWriter {
 public:
  FrameWriter(int level, Sink& next) : compressor_(level), next_(next) {
    if (std::thread::hardware_concurrency() <= 1) return;
    try {
      worker_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
    } catch (const std::system_error&) {
      // There is none to be had (a limit on processes): the caller's own does the work.
      return;
    }
  }
  ~FrameWriter() { worker_.request_stop(); }

  /// Takes the text and leaves an empty one. Throws what an earlier one came to.
  void hand_over(std::string& text) {
    if (!worker_.joinable()) {
      write(text);
      text.clear();
      return;
    }
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !is_full_ || failure_; });
    if (failure_) std::rethrow_exception(failure_);
    std::swap(waiting_, text);
    text.clear();
    is_full_ = true;
    changed_.notify_all();
  }

  /// Waits until all is written. The table has a frame for each text then.
  const SeekTable& finish() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return failure_ || (!is_full_ && !is_busy_); });
    if (failure_) std::rethrow_exception(failure_);
    return table_;
  }

 private:
  void write(std::string_view text) {
    table_.frames.push_back(compressor_.compress(text));
    next_.write(compressor_.frame());
  }

  void work(const std::stop_token& stop) {
    std::string text;
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [&] { return is_full_; })) {
      std::swap(waiting_, text);
      is_full_ = false;
      is_busy_ = true;
      changed_.notify_all();
      lock.unlock();
      std::exception_ptr failure;
      try {
        write(text);
      } catch (...) {
        // Whatever it is, it is the caller's, at its next call.
        failure = std::current_exception();
      }
      lock.lock();
      is_busy_ = false;
      failure_ = failure;
      changed_.notify_all();
      if (failure_) return;
    }
  }

  FrameCompressor compressor_;
  Sink& next_;
  SeekTable table_;
  std::mutex mutex_;  ///< for what follows
  std::condition_variable_any changed_;
  std::string waiting_;
  bool is_full_ = false;  ///< `waiting_` is for the worker
  bool is_busy_ = false;
  std::exception_ptr failure_;
  std::jthread worker_;  ///< last, so that it ends before what it works with
};

}  // namespace

struct ZstdSink::State {
  State(int level, Sink& next_sink) : writer(level, next_sink), next(next_sink) {}

  void end_frame() {
    writer.hand_over(text);
    ++frames;
  }

  FrameWriter writer;
  Sink& next;
  std::string text;  ///< of the frame that is being gathered
  std::uint64_t frames = 0;
};

ZstdSink::ZstdSink(int level, Sink& next) : state_(std::make_unique<State>(level, next)) {}
ZstdSink::~ZstdSink() = default;

void ZstdSink::write(std::string_view bytes) {
  std::string& text = state_->text;
  if (!text.empty() && text.size() + bytes.size() > largest_frame) state_->end_frame();
  while (bytes.size() > largest_frame) {
    text.assign(bytes.substr(0, largest_frame));
    state_->end_frame();
    bytes.remove_prefix(largest_frame);
  }
  text += bytes;
}

void ZstdSink::finish() {
  // Stock zstd takes a file without any frame for no zstd file.
  if (!state_->text.empty() || state_->frames == 0) state_->end_frame();
  state_->next.write(to_bytes(state_->writer.finish()));
  state_->next.finish();
}

}  // namespace mongokeep::stream
