#include "mongo/reading/ranged_reader.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <thread>
#include <utility>

#include "mongo/reading/document_queue.h"

namespace mongokeep::mongo {

namespace {

/// What a range is planned to have, and one more for a guess that was too low.
constexpr std::size_t chunks_of_a_range = RangePlan::range_bytes / Chunk::capacity + 1;

std::uint32_t documents_of_a_range(std::uint64_t document_bytes) {
  // Half as much again, since a second batch costs another round trip.
  const std::uint64_t expected = RangePlan::range_bytes * 3 / 2 / std::max<std::uint64_t>(document_bytes, 1);
  return static_cast<std::uint32_t>(std::max<std::uint64_t>(expected, 1));
}

}  // namespace

/// One connection, the thread that reads from it, and the range that it is at.
class RangedReader::Lane {
 public:
  Lane(RangedReader& reader, const Client& client) : reader_(reader), client_(client), queue_(chunks_of_a_range) {}
  ~Lane() {
    queue_.give_up();
    if (thread_.joinable()) thread_.join();
  }
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  void start() {
    thread_ = std::thread([this] { run(); });
  }
  void give_up() { queue_.give_up(); }
  std::optional<extjson::BsonView> take() { return queue_.take(); }
  /// What broke the range, once take() has given nothing; nothing where it came to its end.
  const std::optional<Break>& broken() const {
    if (failure_) std::rethrow_exception(failure_);
    return broken_;
  }
  /// The range's end was seen.
  void go_on() { queue_.restart(); }

 private:
  void run() {
    do {
      const std::optional<RangePlan::Range> range = reader_.next_range(*this);
      if (!range) return;
      try {
        read(*range);
      } catch (...) {
        // Whatever it is, it is the taker's, once it has come to it.
        failure_ = std::current_exception();
      }
      queue_.finish();
    } while (queue_.wait_for_restart());
  }

  void read(const RangePlan::Range& range) {
    OrderedCursor cursor(client_, reader_.ns_, range.ids, documents_of_a_range(reader_.document_bytes_));
    const auto end_with = [&](const Error& error) {
      std::vector<std::uint8_t> last_id = cursor.last_id();
      broken_ = Break{error, last_id.empty() ? range.ids.after : std::move(last_id)};
    };
    try {
      if (read(range, cursor) == Step::interrupted) end_with(cursor.interruption());
    } catch (const Error& error) {
      // It may concern this connection alone: whoever goes on over another one meets it if it does not.
      end_with(error);
    }
  }

  Step read(const RangePlan::Range& range, OrderedCursor& cursor) {
    std::uint64_t bytes = 0;
    Step step = cursor.next();
    for (; step == Step::document; step = cursor.next()) {
      bytes += cursor.document().size;
      if (!queue_.put(cursor.document())) return step;
    }
    if (step == Step::end) reader_.note(range, bytes);
    return step;
  }

  RangedReader& reader_;
  const Client& client_;
  DocumentQueue queue_;
  // The thread's, until it has finished the queue.
  std::optional<Break> broken_;
  std::exception_ptr failure_;
  std::thread thread_;
};

RangedReader::RangedReader(std::vector<const Client*> clients, Namespace ns, RangePlan plan,
                           std::uint64_t document_bytes)
    : ns_(std::move(ns)), document_bytes_(document_bytes), plan_(std::move(plan)) {
  for (const Client* client : clients) lanes_.push_back(std::make_unique<Lane>(*this, *client));
  for (const auto& lane : lanes_) lane->start();
}

RangedReader::~RangedReader() {
  for (const auto& lane : lanes_) lane->give_up();
  lanes_.clear();
}

std::optional<extjson::BsonView> RangedReader::next() {
  while (Lane* const lane = current()) {
    if (auto document = lane->take()) return document;
    broken_ = lane->broken();
    if (broken_) return std::nullopt;
    {
      const std::lock_guard lock(mutex_);
      order_.pop_front();
    }
    lane->go_on();
  }
  return std::nullopt;
}

/// The lane that has the next documents; none at the end.
RangedReader::Lane* RangedReader::current() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] {
    if (order_.empty()) return tail_ != nullptr;
    return order_.front() != tail_ || plan_.is_over();
  });
  return order_.empty() ? nullptr : order_.front();
}

std::optional<RangePlan::Range> RangedReader::next_range(Lane& lane) {
  const std::lock_guard lock(mutex_);
  if (tail_ == nullptr) {
    tail_ = &lane;
    order_.push_back(&lane);
    return plan_.tail();
  }
  std::optional<RangePlan::Range> range = plan_.next();
  if (range) order_.insert(std::prev(order_.end()), &lane);
  changed_.notify_all();
  return range;
}

void RangedReader::note(const RangePlan::Range& range, std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  plan_.note(range.width, bytes);
}

}  // namespace mongokeep::mongo
