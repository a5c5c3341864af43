#include "mongo/reading/ranged_reader.h"

#include <exception>
#include <thread>
#include <utility>

#include "mongo/reading/document_queue.h"

namespace mongokeep::mongo {

namespace {

/// What a range is planned to have, and one more for a guess that was too low.
constexpr std::size_t chunks_of_a_range = RangePlan::range_bytes / Chunk::capacity + 1;

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
      if (read(*range) == Outcome::last) reader_.end();
      queue_.finish();
    } while (queue_.wait_for_restart());
  }

  enum class Outcome {
    more,  ///< others are, or will be, behind this range
    last,  ///< none is: it went to the end, or broke
  };
  Outcome read(const RangePlan::Range& range) {
    try {
      OrderedCursor cursor(client_, reader_.ns_, range.ids, range.documents);
      const auto break_off = [&](const Error& error) {
        std::vector<std::uint8_t> last_id = cursor.last_id();
        broken_ = Break{error, last_id.empty() ? range.ids.after : std::move(last_id)};
        return Outcome::last;
      };
      try {
        const std::optional<Step> end = range.is_open ? read_open(cursor) : read_whole(range, cursor);
        if (end == Step::interrupted) return break_off(cursor.interruption());
        return range.is_open && end == Step::end ? Outcome::last : Outcome::more;
      } catch (const Error& error) {
        // It may concern this connection alone: whoever goes on over another one meets it if it does not.
        return break_off(error);
      }
    } catch (...) {
      // Whatever it is, it is the taker's, once it has come to it.
      failure_ = std::current_exception();
      return Outcome::last;
    }
  }

  /// How it ended; nothing where nobody takes any more.
  std::optional<Step> read_whole(const RangePlan::Range& range, OrderedCursor& cursor) {
    std::uint64_t documents = 0;
    std::uint64_t bytes = 0;
    Step step;
    while ((step = cursor.next()) == Step::document) {
      ++documents;
      bytes += cursor.document().size;
      if (!queue_.put(cursor.document())) return std::nullopt;
    }
    if (step == Step::end) reader_.note(range, documents, bytes);
    return step;
  }

  /// How it ended; nothing where nobody takes any more, or there are ranges behind what was read.
  std::optional<Step> read_open(OrderedCursor& cursor) {
    LineRead read;
    Step step;
    while ((step = cursor.next()) == Step::document) {
      read.add(cursor.document());
      if (!queue_.put(cursor.document())) return std::nullopt;
      const bool is_much = read.last && read.bytes >= RangePlan::range_bytes;
      if (is_much && reader_.plan_behind(read, cursor.last_id())) return std::nullopt;
    }
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

RangedReader::RangedReader(const std::vector<Client>& clients, Namespace ns, RangePlan plan)
    : ns_(std::move(ns)), plan_(std::move(plan)) {
  for (const Client& client : clients) lanes_.push_back(std::make_unique<Lane>(*this, client));
  try {
    for (const auto& lane : lanes_) lane->start();
  } catch (...) {
    give_up();
    throw;
  }
}

RangedReader::~RangedReader() {
  give_up();
}

/// Waits for the threads, none of which waits any more.
void RangedReader::give_up() {
  end();
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
  changed_.wait(lock, [&] { return !order_.empty() || is_over_; });
  return order_.empty() ? nullptr : order_.front();
}

/// Nothing when there will be no more. Waits while an open range is being read: what is behind it is known after that.
std::optional<RangePlan::Range> RangedReader::next_range(Lane& lane) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return plan_ || is_over_; });
  if (is_over_) return std::nullopt;
  RangePlan::Range range = plan_->next();
  if (range.is_open) plan_.reset();
  order_.push_back(&lane);
  changed_.notify_all();
  return range;
}

void RangedReader::note(const RangePlan::Range& range, std::uint64_t documents, std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  if (plan_) plan_->note(range, documents, bytes);
}

/// Whether ranges go on behind what was read of an open one, which is given up then.
bool RangedReader::plan_behind(const LineRead& read, std::vector<std::uint8_t> last_id) {
  std::optional<RangePlan> plan = RangePlan::behind(read, std::move(last_id));
  if (!plan) return false;
  const std::lock_guard lock(mutex_);
  plan_ = std::move(plan);
  changed_.notify_all();
  return true;
}

void RangedReader::end() {
  const std::lock_guard lock(mutex_);
  is_over_ = true;
  changed_.notify_all();
}

}  // namespace mongokeep::mongo
