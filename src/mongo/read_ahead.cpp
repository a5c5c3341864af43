#include "mongo/read_ahead.h"

#include <condition_variable>
#include <cstring>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "extjson/little_endian.h"

namespace mongokeep::mongo {

namespace {

/// In bytes. Below this a collection is read faster than a thread is started.
constexpr std::size_t worth_a_thread = std::size_t{512} << 10U;
constexpr std::size_t chunk_size = std::size_t{1} << 20U;
/// Two batches of the cursor's: one that is worked on, and one that has come in meanwhile.
constexpr std::size_t most_chunks = 2 * OrderedCursor::batch_bytes / chunk_size;

/// Documents back to back: each begins with its length.
class Chunk {
 public:
  Chunk() : bytes_(std::make_unique_for_overwrite<std::uint8_t[]>(chunk_size)) {}

  bool has_room_for(extjson::BsonView document) const { return chunk_size - end_ >= document.size; }
  void add(extjson::BsonView document) {
    std::memcpy(bytes_.get() + end_, document.data, document.size);
    end_ += document.size;
  }
  bool is_at_end() const { return begin_ == end_; }
  extjson::BsonView take() {
    const std::uint8_t* const document = bytes_.get() + begin_;
    const auto size = static_cast<std::size_t>(extjson::load_little_endian<std::int32_t>(document));
    begin_ += size;
    return {document, size};
  }
  void clear() { begin_ = end_ = 0; }

 private:
  std::unique_ptr<std::uint8_t[]> bytes_;
  std::size_t begin_ = 0;  ///< of what was not taken yet
  std::size_t end_ = 0;
};

}  // namespace

/// The thread that reads, and what lies between it and the one that takes.
class ReadAhead::Reader {
 public:
  /// Borrows the cursor. Throws std::system_error where there is no thread to be had.
  explicit Reader(OrderedCursor& cursor) : cursor_(cursor), thread_([this] { read(); }) {}
  ~Reader() {
    {
      const std::lock_guard lock(mutex_);
      is_given_up_ = true;
    }
    changed_.notify_all();
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// The next document, valid until the next call; nothing at the end, of which last_step() tells more. Throws what the
  /// cursor threw.
  std::optional<extjson::BsonView> next() {
    if (taking_ && !taking_->is_at_end()) return taking_->take();
    std::unique_lock lock(mutex_);
    give_back();
    changed_.wait(lock, [&] { return !ready_.empty() || large_ || is_over_; });
    if (!ready_.empty()) {
      taking_ = std::move(ready_.front());
      ready_.pop_front();
      return taking_->take();
    }
    if (large_) {
      is_large_taken_ = true;
      return *large_;
    }
    if (failure_) std::rethrow_exception(failure_);
    return std::nullopt;
  }
  Step last_step() const { return last_step_; }

 private:
  /// What was taken last is done with.
  void give_back() {
    if (taking_) {
      taking_->clear();
      spare_.push_back(std::move(*taking_));
      taking_.reset();
    }
    if (std::exchange(is_large_taken_, false)) large_.reset();
    changed_.notify_all();
  }

  void read() {
    std::exception_ptr failure;
    try {
      read_all();
    } catch (...) {
      // Whatever it is, it is the taker's, once he has come to it.
      failure = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    failure_ = failure;
    is_over_ = true;
    changed_.notify_all();
  }

  void read_all() {
    Chunk chunk;
    bool is_empty = true;
    for (last_step_ = cursor_.next(); last_step_ == Step::document; last_step_ = cursor_.next()) {
      const extjson::BsonView document = cursor_.document();
      if (!chunk.has_room_for(document)) {
        if (!is_empty && !hand_over(chunk)) return;
        is_empty = true;
      }
      if (document.size > chunk_size) {
        if (!hand_over(document)) return;
      } else {
        chunk.add(document);
        is_empty = false;
      }
    }
    if (!is_empty) hand_over(chunk);
  }

  /// Puts the chunk behind the others, and an empty one in its place. False when nobody takes any more.
  bool hand_over(Chunk& chunk) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ready_.size() < most_chunks || is_given_up_; });
    if (is_given_up_) return false;
    ready_.push_back(std::move(chunk));
    chunk = take_spare();
    changed_.notify_all();
    return true;
  }

  /// Waits until the document was taken and is done with: the next step of the cursor would take it away.
  bool hand_over(extjson::BsonView document) {
    std::unique_lock lock(mutex_);
    large_ = document;
    changed_.notify_all();
    changed_.wait(lock, [&] { return !large_ || is_given_up_; });
    return !is_given_up_;
  }

  Chunk take_spare() {
    if (spare_.empty()) return {};
    Chunk chunk = std::move(spare_.back());
    spare_.pop_back();
    return chunk;
  }

  OrderedCursor& cursor_;
  std::optional<Chunk> taking_;  ///< the taker's own
  bool is_large_taken_ = false;  ///< the taker's own
  Step last_step_ = Step::document;
  std::mutex mutex_;  ///< for what follows
  std::condition_variable changed_;
  std::deque<Chunk> ready_;
  std::vector<Chunk> spare_;
  std::optional<extjson::BsonView> large_;  ///< behind those that are ready
  bool is_over_ = false;
  bool is_given_up_ = false;
  std::exception_ptr failure_;
  std::jthread thread_;  ///< last, so that it ends before what it works with
};

ReadAhead::ReadAhead(const Client& client, Namespace ns, Order order) : cursor_(client, std::move(ns), order) {}
ReadAhead::~ReadAhead() = default;

ReadAhead::Step ReadAhead::next() {
  if (!reader_ && given_ >= worth_a_thread) {
    given_ = 0;
    try {
      reader_ = std::make_unique<Reader>(cursor_);
    } catch (const std::system_error&) {
      // There is none to be had (a limit on processes): the caller reads by himself, and asks again later.
      reader_.reset();
    }
  }
  if (reader_) {
    if (const auto next = reader_->next()) {
      document_ = *next;
      return Step::document;
    }
    return reader_->last_step();
  }
  const Step step = cursor_.next();
  if (step == Step::document) {
    document_ = cursor_.document();
    given_ += document_.size;
  }
  return step;
}

extjson::BsonView ReadAhead::document() const {
  return document_;
}

const Error& ReadAhead::interruption() const {
  return cursor_.interruption();
}

bool ReadAhead::can_resume() const {
  return cursor_.can_resume();
}

void ReadAhead::resume() {
  reader_.reset();
  given_ = 0;
  cursor_.resume();
}

}  // namespace mongokeep::mongo
