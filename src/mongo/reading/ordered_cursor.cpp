#include "mongo/reading/ordered_cursor.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "mongo/driver_error.h"
#include "mongo/handles.h"
#include "mongo/reading/id_filter.h"

namespace mongokeep::mongo {

namespace {

constexpr std::uint32_t documents_for_a_guess = 100;
/// In bytes: a batch is at most as large as all before it together, and this at least, until more is expected. What is
/// more than a little can then be read in another way without having come in for nothing.
constexpr std::size_t smallest_batch = std::size_t{512} << 10U;

}  // namespace

struct OrderedCursor::State {
  const Client& client;
  Namespace ns;
  Order order;
  UniqueCollection collection = nullptr;
  UniqueCursor cursor = nullptr;
  const bson_t* document = nullptr;
  bool has_given_any = false;
  /// {"_id": …} of the last document given; empty before the first. The cursor's own bytes are gone once it fails.
  UniqueBson last_id = UniqueBson(bson_new());
  std::optional<Error> interruption = std::nullopt;
  IdRange range = {};
  std::uint32_t first_batch = 0;  ///< in documents; 0: what the server thinks fit
  std::uint32_t counted = 0;      ///< documents since the size of batches was set
  std::size_t counted_bytes = 0;
  bool has_guessed = false;
  std::size_t given_bytes = 0;

  void open() {
    if (!collection) {
      collection.reset(mongoc_client_get_collection(client.get(), ns.database.c_str(), ns.collection.c_str()));
    }
    const UniqueBson filter = filter_of(range);
    const UniqueBson opts(BCON_NEW("sort", "{", "_id", BCON_INT32(1), "}"));
    if (first_batch != 0) BSON_APPEND_INT64(opts.get(), "batchSize", first_batch);
    if (order == Order::by_sorting) BSON_APPEND_BOOL(opts.get(), "allowDiskUse", true);
    document = nullptr;
    cursor.reset();
    cursor.reset(mongoc_collection_find_with_opts(collection.get(), filter.get(), opts.get(), client.read_prefs()));
  }

  /// By the documents that came last. Until then the server's own first batch is small (101 documents).
  void set_batch_size() {
    counted_bytes += document->len;
    given_bytes += document->len;
    // Few that are large tell enough, but only at first: a single one among many small ones does not.
    const bool is_enough = counted_bytes >= batch_bytes && !has_guessed;
    if (++counted < documents_for_a_guess && !is_enough) return;
    has_guessed = true;
    const std::size_t average = counted_bytes / counted;
    const std::size_t wanted = std::clamp(given_bytes, smallest_batch, batch_bytes);
    mongoc_cursor_set_batch_size(cursor.get(), static_cast<std::uint32_t>(std::max<std::size_t>(1, wanted / average)));
    counted = 0;
    counted_bytes = 0;
  }

  void remember_id() {
    bson_iter_t id;
    bson_reinit(last_id.get());
    if (bson_iter_init_find(&id, document, "_id")) bson_append_iter(last_id.get(), "_id", 3, &id);
  }
};

OrderedCursor::OrderedCursor(const Client& client, Namespace ns, Order order)
    : state_(new State{.client = client, .ns = std::move(ns), .order = order}) {
  state_->open();
}

OrderedCursor::OrderedCursor(const Client& client, Namespace ns, IdRange range, std::uint32_t documents)
    : state_(new State{.client = client,
                       .ns = std::move(ns),
                       .order = Order::by_index,
                       .range = std::move(range),
                       .first_batch = documents,
                       .given_bytes = batch_bytes}) {
  state_->open();
}

OrderedCursor::~OrderedCursor() = default;

OrderedCursor::Step OrderedCursor::next() {
  if (mongoc_cursor_next(state_->cursor.get(), &state_->document)) {
    state_->has_given_any = true;
    state_->set_batch_size();
    if (state_->order == Order::by_index) state_->remember_id();
    return Step::document;
  }
  state_->document = nullptr;
  bson_error_t error;
  const bson_t* reply = nullptr;
  if (!mongoc_cursor_error_document(state_->cursor.get(), &error, &reply)) return Step::end;
  Failure failure = failure_from(state_->client, error, reply, "read the collection", state_->ns.text());
  if (failure.error.kind() != ErrorKind::connection && !failure.lost_cursor) throw failure.error;
  state_->interruption = std::move(failure.error);
  return Step::interrupted;
}

extjson::BsonView OrderedCursor::document() const {
  return {bson_get_data(state_->document), state_->document->len};
}

const Error& OrderedCursor::interruption() const {
  return state_->interruption.value();
}

bool OrderedCursor::can_resume() const {
  return state_->order == Order::by_index && (!state_->has_given_any || !bson_empty(state_->last_id.get()));
}

void OrderedCursor::resume() {
  // Behind nothing where nothing was given, that is from the beginning.
  if (std::vector<std::uint8_t> id = last_id(); !id.empty()) state_->range.after = std::move(id);
  state_->open();
}

void OrderedCursor::resume_behind(const std::vector<std::uint8_t>& id) {
  bson_t view;
  bson_reinit(state_->last_id.get());
  if (bson_init_static(&view, id.data(), id.size())) bson_concat(state_->last_id.get(), &view);
  state_->has_given_any = true;
  resume();
}

void OrderedCursor::expect_more() {
  state_->given_bytes = batch_bytes;
}

std::vector<std::uint8_t> OrderedCursor::last_id() const {
  if (bson_empty(state_->last_id.get())) return {};
  return bytes_of(*state_->last_id);
}

}  // namespace mongokeep::mongo
