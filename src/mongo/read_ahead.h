#pragma once

#include <memory>

#include "extjson/bson_view.h"
#include "mongo/ordered_cursor.h"

namespace mongokeep::mongo {

/// An OrderedCursor that is read by a thread of its own, once there is more than a little: the next batch is asked for
/// and comes in while the documents of those before are being worked on. A few MiB of documents are held ahead; a large
/// document is worked on where the driver has it, and nothing is read meanwhile. One thread at a time.
class ReadAhead {
 public:
  using Order = OrderedCursor::Order;
  using Step = OrderedCursor::Step;

  /// As OrderedCursor has it. The client is the other thread's until next() has given `end` or `interrupted`, or
  /// thrown, or this object has gone.
  ReadAhead(const Client& client, Namespace ns, Order order);
  /// Waits for an answer that is on its way.
  ~ReadAhead();
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  Step next();
  extjson::BsonView document() const;
  const Error& interruption() const;
  bool can_resume() const;
  void resume();

 private:
  class Reader;

  OrderedCursor cursor_;
  std::unique_ptr<Reader> reader_;  ///< none as long as documents are given straight from the cursor
  extjson::BsonView document_;
  std::size_t given_ = 0;  ///< bytes of documents, since the cursor was opened
};

}  // namespace mongokeep::mongo
