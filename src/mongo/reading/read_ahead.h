#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "extjson/bson_view.h"
#include "mongo/reading/lanes.h"
#include "mongo/reading/line_read.h"
#include "mongo/reading/order_watch.h"
#include "mongo/reading/ordered_cursor.h"
#include "mongo/reading/ranged_reader.h"

namespace mongokeep::mongo {

/// An OrderedCursor that is read by a thread of its own, once there is more than a little: the next batch is asked for
/// and comes in while the documents of those before are being worked on. Where the server is far away, a large
/// collection is read over several connections (RangedReader), while the cursor reads what is of later types. Some MiB
/// of documents are held ahead; a large document is worked on where the driver has it, and nothing is read meanwhile.
/// One thread at a time.
class ReadAhead {
 public:
  using Order = OrderedCursor::Order;
  using Step = OrderedCursor::Step;

  /// As OrderedCursor has it. The client is another thread's until next() has given `end` or `interrupted`, or
  /// thrown, or this object has gone. Borrows `lanes`; null: over this client alone. Borrows `watch`,
  /// which the caller has look at each document before it takes the next; null: the order is taken on trust.
  ReadAhead(const Client& client, Namespace ns, Order order, Lanes* lanes = nullptr, const OrderWatch* watch = nullptr);
  /// Waits for an answer that is on its way.
  ~ReadAhead();
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  Step next();
  /// Whether the client is another thread's now.
  bool is_reading_ahead() const { return thread_ || ranges_; }
  extjson::BsonView document() const { return document_; }
  const Error& interruption() const;
  bool can_resume() const;
  void resume();

  /// Whether what was given left something out that stands before an `_id`, which is right only where the server sorts
  /// as it was asked to: since a break, or since others read.
  bool relies_on_order() const { return relies_on_order_; }
  /// The server does not sort. Nobody else begins to read.
  void distrust_order() { lanes_ = nullptr; }

 private:
  class Thread;

  Step next_by_itself();
  void read_ahead();
  bool read_in_ranges();
  bool are_worth_it(Lanes& lanes);
  void give_up_threads();
  Step next_of_ranges();
  template <typename Reader>
  Step next_of(Reader& reader);

  const Client& client_;
  const Namespace ns_;
  Lanes* lanes_;  ///< null once there is nothing to ask of them
  const OrderWatch* const watch_;
  OrderedCursor cursor_;
  // None of them as long as documents are given straight from the cursor. The thread's come behind those of the ranges.
  std::unique_ptr<Thread> thread_;
  std::unique_ptr<Lanes::Loan> loan_;
  std::unique_ptr<RangedReader> ranges_;
  extjson::BsonView document_;
  bool relies_on_order_ = false;
  std::optional<RangedReader::Break> broken_;  ///< what ended the ranges, until it is resumed
  // Straight from the cursor, since it was opened.
  std::size_t given_bytes_ = 0;
  std::size_t given_ = 0;
  LineRead read_;
};

}  // namespace mongokeep::mongo
