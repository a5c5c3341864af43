#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "extjson/bson_view.h"
#include "mongo/connection.h"
#include "mongo/namespace.h"
#include "mongo/reading/id_range.h"
#include "mongokeep/error.h"

namespace mongokeep::mongo {

/// The documents of a collection, or of a part of one, in the order of their `_id`, as `find({}).sort({_id: 1})` gives
/// them, one batch in memory at a time. One thread at a time.
class OrderedCursor {
 public:
  /// What the server follows: its index on `_id`; or where there is none, as in views and time-series collections, it
  /// sorts, on its disk where it must; or the order in which a capped collection keeps its documents.
  enum class Order { by_index, by_sorting, natural };

  /// Of documents, in bytes, that a batch is to have: large enough that a network's delay is seldom met, small enough
  /// that there can be several in memory. A server counts documents, so that it is a guess by those before.
  static constexpr std::size_t batch_bytes = std::size_t{4} << 20U;

  /// Sends nothing yet. Borrows the client, which must outlive the cursor.
  OrderedCursor(const Client& client, Namespace ns, Order order);
  /// A part of the collection, by index. It is expected to have so many documents, and is asked for in one batch.
  OrderedCursor(const Client& client, Namespace ns, IdRange range, std::uint32_t documents);
  ~OrderedCursor();
  OrderedCursor(const OrderedCursor&) = delete;
  OrderedCursor& operator=(const OrderedCursor&) = delete;

  enum class Step {
    document,     ///< document() is the next one
    end,          ///< there are no more
    interrupted,  ///< the network or the cursor was lost; interruption() says how, resume() carries on
  };
  /// Throws Error where asking again would not help: the server refuses the read.
  Step next();

  /// The document that next() came to; valid until the next call of next() or resume().
  extjson::BsonView document() const;
  /// Why next() said `interrupted`.
  const Error& interruption() const;

  /// Whether resume() can tell where to go on: only by the index, and not behind a document without an `_id`. Otherwise
  /// the collection has to be started anew.
  bool can_resume() const;
  /// Opens a new cursor at the last document that was given, and leaves out what was given: no document is given twice
  /// or left out, as long as the collection is the same, not even where several have one `_id` (SharedId).
  void resume();
  /// The same behind another document, of which this is {"_id": …}.
  void resume_behind(const std::vector<std::uint8_t>& id);

  /// From now on batches are as large as they get: there is much more, and it will be read in this way.
  void expect_more();

  /// Whether the last document has another `_id` than those before it: only then has a reader come further.
  bool is_at_new_id() const;

  /// {"_id": …} of the last document that was given by index; empty before the first.
  std::vector<std::uint8_t> last_id() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mongokeep::mongo
