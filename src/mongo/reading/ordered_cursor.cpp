#include "mongo/reading/ordered_cursor.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

#include "extjson/bson_bytes.h"
#include "mongo/handles.h"
#include "mongo/reading/id_filter.h"
#include "mongo/reading/shared_id.h"
#include "mongo/server_cursor.h"

namespace mongokeep::mongo {

namespace {

constexpr std::uint32_t documents_for_a_guess = 100;
/// In bytes: a batch is at most as large as all before it together, and this at least, until more is expected. What is
/// more than a little can then be read in another way without having come in for nothing.
constexpr std::size_t smallest_batch = std::size_t{512} << 10U;

/// Whether the server knows that it may sort on its disk (MongoDB 4.4): an older one refuses to be told.
bool sorts_on_disk(const Client& client) {
  constexpr std::int32_t since_wire_version = 9;
  bson_error_t error;
  const UniqueServerDescription server(mongoc_client_select_server(client.get(), false, client.read_prefs(), &error));
  // Whoever asks for documents next learns why none is there.
  if (!server) return false;
  bson_iter_t version;
  const bson_t* hello = mongoc_server_description_hello_response(server.get());
  return bson_iter_init_find(&version, hello, "maxWireVersion") && BSON_ITER_HOLDS_NUMBER(&version) &&
         bson_iter_as_int64(&version) >= since_wire_version;
}

}  // namespace

struct OrderedCursor::State {
  const Client& client;
  Namespace ns;
  Order order;
  std::optional<ServerCursor> cursor = std::nullopt;
  bool has_document = false;  ///< the cursor's own is the one that is given
  ServerCursor::Step last_step = ServerCursor::Step::end;
  bool has_given_any = false;
  /// By index: where to go on. The cursor's own bytes are gone once it fails.
  SharedId place = {};
  bool is_at_place = false;                     ///< what comes now may have been given
  std::deque<extjson::BsonBytes> waiting = {};  ///< documents to be given before the cursor's next
  extjson::BsonBytes taken = {};                ///< of those, the one that is given now
  std::optional<Error> interruption = std::nullopt;
  IdRange range = {};
  std::uint32_t first_batch = 0;  ///< in documents; 0: what the server thinks fit
  std::uint32_t counted = 0;      ///< documents since the size of batches was set
  std::size_t counted_bytes = 0;
  bool has_guessed = false;
  std::size_t given_bytes = 0;

  void open() {
    const UniqueBson filter = filter_of(range);
    const char* const key = order == Order::natural ? "$natural" : "_id";
    const UniqueBson opts(BCON_NEW("sort", "{", key, BCON_INT32(1), "}"));
    if (first_batch != 0) BSON_APPEND_INT64(opts.get(), "batchSize", first_batch);
    if (order == Order::by_sorting && sorts_on_disk(client)) BSON_APPEND_BOOL(opts.get(), "allowDiskUse", true);
    has_document = false;
    cursor.reset();
    using Source = CursorQuestion::Source;
    cursor.emplace(
        client, CursorQuestion{.ns = ns,
                               .command = find_command(ns, *filter, *opts),
                               .concern = CursorQuestion::Concern::of_connection,
                               .source = order == Order::by_sorting ? Source::within_database : Source::the_collection,
                               .operation = "read the collection",
                               .subject = ns.text()});
  }

  /// By the documents that came last. Until then the server's own first batch is small (101 documents).
  void set_batch_size() {
    counted_bytes += cursor->document().size;
    given_bytes += cursor->document().size;
    // Few that are large tell enough, but only at first: a single one among many small ones does not.
    const bool is_enough = counted_bytes >= batch_bytes && !has_guessed;
    if (++counted < documents_for_a_guess && !is_enough) return;
    has_guessed = true;
    const std::size_t average = counted_bytes / counted;
    const std::size_t wanted = std::clamp(given_bytes, smallest_batch, batch_bytes);
    cursor->set_batch_size(static_cast<std::uint32_t>(std::max<std::size_t>(1, wanted / average)));
    counted = 0;
    counted_bytes = 0;
  }

  /// The cursor's next document. Nothing at the end, or where it broke.
  bool advance() {
    last_step = cursor->next();
    has_document = last_step == ServerCursor::Step::document;
    if (has_document) set_batch_size();
    return has_document;
  }

  /// The next document that is to be given, past those that were given before the interruption.
  bool step() {
    while (waiting.empty() && is_at_place) {
      const bool has_one = advance();
      if (has_one && place.hold(cursor->document())) continue;
      if (!has_one && broke()) return false;
      is_at_place = false;
      for (extjson::BsonBytes& one : place.take_new()) waiting.push_back(std::move(one));
      if (waiting.empty() || !has_one) return waiting.empty() ? has_one : take_waiting();
      // The cursor's own document has to wait for those.
      const extjson::BsonView last = cursor->document();
      waiting.emplace_back(last.data, last.data + last.size);
    }
    return waiting.empty() ? advance() : take_waiting();
  }

  bool take_waiting() {
    taken = std::move(waiting.front());
    waiting.pop_front();
    has_document = false;
    return true;
  }

  bool broke() const { return last_step == ServerCursor::Step::failed; }

  extjson::BsonView given() const { return has_document ? cursor->document() : extjson::view_of(taken); }
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
  if (state_->step()) {
    state_->has_given_any = true;
    if (state_->order == Order::by_index) state_->place.give(state_->given());
    return Step::document;
  }
  if (!state_->broke()) return Step::end;
  const Failure& failure = state_->cursor->failure();
  if (failure.error.kind() != ErrorKind::connection && !failure.lost_cursor) throw failure.error;
  state_->interruption = failure.error;
  return Step::interrupted;
}

extjson::BsonView OrderedCursor::document() const {
  return state_->given();
}

const Error& OrderedCursor::interruption() const {
  return state_->interruption.value();
}

bool OrderedCursor::can_resume() const {
  return state_->order == Order::by_index && (!state_->has_given_any || !state_->place.last().empty());
}

void OrderedCursor::resume() {
  // At nothing where nothing was given, that is from the beginning.
  if (const std::vector<std::uint8_t>& id = state_->place.last(); !id.empty()) {
    state_->range.after = id;
    state_->range.includes_after = true;
    state_->is_at_place = true;
    state_->place.forget_held();
  }
  state_->open();
}

void OrderedCursor::resume_behind(const std::vector<std::uint8_t>& id) {
  state_->place.stand_at(id);
  state_->waiting.clear();
  state_->has_given_any = true;
  resume();
}

void OrderedCursor::expect_more() {
  state_->given_bytes = batch_bytes;
}

bool OrderedCursor::is_at_new_id() const {
  return state_->place.is_first();
}

std::vector<std::uint8_t> OrderedCursor::last_id() const {
  return state_->place.last();
}

}  // namespace mongokeep::mongo
