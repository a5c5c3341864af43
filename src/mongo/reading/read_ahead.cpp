#include "mongo/reading/read_ahead.h"

#include <exception>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "mongo/catalogue.h"
#include "mongo/reading/document_queue.h"
#include "mongo/reading/order_trial.h"
#include "mongo/reading/range_trial.h"

namespace mongokeep::mongo {

namespace {

/// In bytes. Below this a collection is read faster than a thread is started.
constexpr std::size_t worth_a_thread = std::size_t{512} << 10U;
/// In bytes that are left. Below this it is read faster than connections are made.
constexpr std::uint64_t worth_several_connections = 4 * RangePlan::range_bytes;
/// One alone could not read ahead from range to range.
constexpr std::size_t fewest_connections = 2;
/// Two batches of the cursor's: one that is worked on, and one that has come in meanwhile.
constexpr std::size_t most_chunks = 2 * OrderedCursor::batch_bytes / Chunk::capacity;

}  // namespace

/// The thread that reads the cursor, and what lies between it and the one that takes.
class ReadAhead::Thread {
 public:
  /// Borrows the cursor. Throws std::system_error where there is no thread to be had.
  explicit Thread(OrderedCursor& cursor) : cursor_(cursor), queue_(most_chunks), thread_([this] { read(); }) {}
  ~Thread() {
    queue_.give_up();
    thread_.join();
  }
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

  /// Nothing at the end, of which last_step() tells more. Throws what the cursor threw.
  std::optional<extjson::BsonView> next() {
    auto document = queue_.take();
    if (!document && failure_) std::rethrow_exception(failure_);
    return document;
  }
  Step last_step() const { return last_step_; }

 private:
  void read() {
    try {
      for (last_step_ = cursor_.next(); last_step_ == Step::document; last_step_ = cursor_.next()) {
        if (!queue_.put(cursor_.document())) return;
      }
    } catch (...) {
      // Whatever it is, it is the taker's, once he has come to it.
      failure_ = std::current_exception();
    }
    queue_.finish();
  }

  OrderedCursor& cursor_;
  DocumentQueue queue_;
  // The thread's, until it has finished the queue.
  Step last_step_ = Step::document;
  std::exception_ptr failure_;
  std::thread thread_;
};

ReadAhead::ReadAhead(const Client& client, Namespace ns, Order order, Lanes* lanes, const OrderWatch* watch)
    : client_(client),
      ns_(std::move(ns)),
      lanes_(order == Order::by_index ? lanes : nullptr),
      watch_(watch),
      cursor_(client, ns_, order) {}
ReadAhead::~ReadAhead() = default;

ReadAhead::Step ReadAhead::next() {
  if (!ranges_ && !thread_ && given_bytes_ >= worth_a_thread) read_ahead();
  if (ranges_) return next_of_ranges();
  if (thread_) return next_of(*thread_);
  return next_by_itself();
}

ReadAhead::Step ReadAhead::next_of_ranges() {
  Step step;
  try {
    step = next_of(*ranges_);
  } catch (...) {
    give_up_threads();
    throw;
  }
  if (step == Step::document) return step;
  broken_ = ranges_->broken();
  if (broken_) {
    give_up_threads();
    return step;
  }
  ranges_.reset();
  loan_.reset();
  return next();
}

/// One of them may be reading over the caller's client still: that is his again.
void ReadAhead::give_up_threads() {
  ranges_.reset();
  loan_.reset();
  thread_.reset();
}

template <typename Reader>
ReadAhead::Step ReadAhead::next_of(Reader& reader) {
  const auto document = reader.next();
  // Until the end it is the reader's own.
  if (!document) return reader.last_step();
  document_ = *document;
  return Step::document;
}

ReadAhead::Step ReadAhead::next_by_itself() {
  const Step step = cursor_.next();
  if (step != Step::document) return step;
  document_ = cursor_.document();
  if (lanes_ != nullptr) read_.add(document_);
  given_bytes_ += document_.size;
  ++given_;
  return step;
}

/// From here on others read.
void ReadAhead::read_ahead() {
  try {
    if (lanes_ != nullptr && read_in_ranges()) return;
    cursor_.expect_more();
    thread_ = std::make_unique<Thread>(cursor_);
  } catch (const std::system_error&) {
    // There is no thread to be had (a limit on processes): the caller reads by himself what no other thread does, and
    // asks again later.
    if (!ranges_) loan_.reset();
  }
  given_bytes_ = 0;
  given_ = 0;
}

bool ReadAhead::read_in_ranges() {
  Lanes& lanes = *std::exchange(lanes_, nullptr);
  std::optional<RangePlan> plan = RangePlan::behind(read_, cursor_.last_id());
  if (!plan || !are_worth_it(lanes)) return false;
  loan_ = lanes.lend();
  if (loan_->clients().size() < fewest_connections) {
    loan_.reset();
    return false;
  }
  ranges_ = std::make_unique<RangedReader>(loan_->clients(), ns_, *std::move(plan));
  relies_on_order_ = true;
  // What is of the types behind is asked for now: there is little of that, as a rule, but a server can take long to see
  // it.
  cursor_.resume_behind(end_of(read_.last->line).id);
  thread_ = std::make_unique<Thread>(cursor_);
  return true;
}

bool ReadAhead::are_worth_it(Lanes& lanes) {
  try {
    if (!lanes.are_worth_it(client_)) return false;
    const std::uint64_t count = estimated_count(client_, ns_);
    if (count <= given_ || (count - given_) * (given_bytes_ / given_) < worth_several_connections) return false;
    return understands_ranges(client_, ns_, cursor_.last_id(), end_of(read_.last->line).id) &&
           (watch_ == nullptr || has_given_all_before(client_, ns_, watch_->given()));
  } catch (const Error&) {
    // The server may not understand what ranges need. One connection reads as well, and says what is wrong if it still
    // is.
    return false;
  }
}

const Error& ReadAhead::interruption() const {
  return broken_ ? broken_->interruption : cursor_.interruption();
}

bool ReadAhead::can_resume() const {
  return broken_ || cursor_.can_resume();
}

void ReadAhead::resume() {
  relies_on_order_ = true;
  // What was given before is not known here any more.
  lanes_ = nullptr;
  given_bytes_ = 0;
  given_ = 0;
  read_ = {};
  thread_.reset();
  if (!broken_) return cursor_.resume();
  cursor_.resume_behind(broken_->last_id);
  broken_.reset();
}

}  // namespace mongokeep::mongo
