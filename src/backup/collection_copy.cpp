#include "backup/collection_copy.h"

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <utility>

#include "archive/definition_check.h"
#include "archive/stored_file.h"
#include "backup/asking.h"
#include "backup/metadata_text.h"
#include "backup/still_there.h"
#include "base/patience.h"
#include "base/stop_wait.h"
#include "documents/document_array.h"
#include "extjson/bson_bytes.h"
#include "mongo/index_spec.h"
#include "mongo/reading/order_trial.h"
#include "mongo/reading/order_watch.h"
#include "mongo/reading/read_ahead.h"
#include "mongo/reading/reading_order.h"
#include "mongokeep/error.h"

namespace mongokeep::backup {

namespace {

using Order = mongo::ReadAhead::Order;
using Step = mongo::ReadAhead::Step;

/// In bytes of BSON. A smaller collection is done before anybody looks, and the server need not be asked. Well below
/// what ReadAhead starts a thread for.
constexpr std::uint64_t worth_an_estimate = std::uint64_t{256} << 10U;

/// The estimate is for whoever watches: a server that will not give it has not failed the collection.
std::uint64_t estimate(const CopyContext& context, const Target& target) {
  const bool is_counted_from_metadata = target.type == "collection" && target.content == Target::Content::documents;
  if (!context.meter.is_watched() || !is_counted_from_metadata) return 0;
  try {
    return mongo::estimated_count(context.client, target.ns);
  } catch (const Error& error) {
    context.log.debug("Cannot estimate the number of documents",
                      {{"collectionName", target.ns.collection}, {"error", error.what()}});
    return 0;
  }
}

/// One collection between its cursor and its file.
class Copy {
 public:
  Copy(const CopyContext& context, const Target& target, const std::string& file)
      : context_(context),
        target_(target),
        file_name_(file),
        asking_{context.client, context.stop, context.log},
        order_(order_of(context.capped_order)),
        patience_(context.stop) {}

  Copied run() {
    for (;;) {
      if (std::optional<Copied> copied = try_whole()) return *std::move(copied);
      // A capped collection that is written to all the time leaves whoever reads it behind.
      if (times_left_behind_ < most_times_left_behind) continue;
      context_.log.warning("Reading a capped collection in _id order: it is written to faster than it can be read",
                           {{"collectionName", target_.ns.collection}});
      order_ = order_of(CappedOrder::by_id);
      times_left_behind_ = 0;
    }
  }

 private:
  Order order_of(CappedOrder capped) const {
    const auto of_capped = capped == CappedOrder::natural ? mongo::OfCapped::natural : mongo::OfCapped::by_id;
    return mongo::reading_order(target_.type, extjson::view_of(target_.options), of_capped);
  }

  /// Nothing when the documents have to be read from the beginning again.
  std::optional<Copied> try_whole() {
    archive::StoredFile file(context_.folder, file_name_, context_.packing);
    documents::DocumentArray array(context_.format, file.sink());
    if (target_.content == Target::Content::documents) {
      if (!read_into(array)) return std::nullopt;
    }
    array.close();
    archive::CollectionRecord record;
    record.name = target_.ns.collection;
    record.type = target_.type;
    record.options = metadata_text(target_.options);
    record.indexes = metadata_text(indexes());
    archive::WrittenFile written = file.finish();
    const archive::WrittenFile::Facts& facts = written.facts();
    record.documents = array.documents();
    record.bson_bytes = array.bson_bytes();
    record.enveloped = array.enveloped();
    record.is_in_natural_order = order_ == Order::natural || is_out_of_order_;
    record.stored_bytes = facts.stored_bytes;
    record.xxh3_128 = facts.xxh3_128;
    record.key_mark = facts.key_mark;
    if (target_.type == "collection" && record.documents == 0 && record.indexes == "[]") {
      record.exists = target_.content == Target::Content::documents;
    }
    return Copied{std::move(record), std::move(written)};
  }

  /// False when the cursor broke and cannot be taken up where it was.
  bool read_into(documents::DocumentArray& array) {
    is_out_of_order_ = false;
    repeated_ = 0;
    mongo::OrderWatch watch(mongo::order_of_strings(extjson::view_of(target_.options)));
    mongo::Lanes* const lanes = order_ == Order::by_index && is_order_trusted_ ? &context_.lanes : nullptr;
    mongo::ReadAhead cursor(context_.client, target_.ns, order_, lanes, &watch);
    for (;;) {
      throw_if_stopped(context_.stop);
      switch (cursor.next()) {
        case Step::document:
          if (!take(array, cursor, watch)) return false;
          if (!is_estimated_ && array.bson_bytes() >= worth_an_estimate && !cursor.is_reading_ahead()) ask_estimate();
          break;
        case Step::end: tell_of_order(); return true;
        case Step::interrupted:
          // What the network breaks is of another kind.
          if (order_ == Order::natural && cursor.interruption().kind() == ErrorKind::server) ++times_left_behind_;
          wait_after(cursor.interruption());
          if (!cursor.can_resume() || !can_go_on(watch, array)) return false;
          check_still_there(asking_, target_);
          cursor.resume();
      }
    }
  }

  void ask_estimate() {
    is_estimated_ = true;
    context_.meter.expect(estimate(context_, target_));
  }

  /// What `verify` finds out of place is told here as well: a copy that it would call damaged is not complete.
  bool is_sorted() const { return target_.type == "collection" && order_ != Order::natural; }

  /// False when the documents have to be read from the beginning again, since something was left out that the server
  /// may still have to give.
  bool take(documents::DocumentArray& array, mongo::ReadAhead& cursor, mongo::OrderWatch& watch) {
    using Place = mongo::OrderWatch::Place;
    const Place place = is_sorted() ? place_of(array, cursor.document(), watch) : Place::behind;
    if (place == Place::before) {
      is_out_of_order_ = true;
      distrust_order();
      cursor.distrust_order();
      if (cursor.relies_on_order()) return false;
    }
    if (place == Place::repeated) {
      ++repeated_;
      return true;
    }
    add(array, cursor.document());
    // What comes again after every break, changed or not, is no progress.
    const bool is_further = place == Place::behind && array.documents() > farthest_;
    if (is_further) farthest_ = array.documents();
    if (is_further && order_ == Order::by_index && is_order_trusted_) patience_.renew();
    return true;
  }

  /// Whether what comes behind the last `_id` is all that is left.
  bool can_go_on(const mongo::OrderWatch& watch, const documents::DocumentArray& array) {
    if (!is_order_trusted_) return false;
    if (array.documents() == 0) return true;
    const bool has_all =
        ask(asking_, [&] { return mongo::has_given_all_before(context_.client, target_.ns, watch.given()); });
    if (!has_all) {
      context_.log.warning(
          "Reading the collection from the beginning again: the server may have documents left that "
          "sort before the last one",
          {{"collectionName", target_.ns.collection}});
    }
    return has_all;
  }

  void distrust_order() {
    if (!std::exchange(is_order_trusted_, false)) return;
    context_.log.warning("The server does not give the documents in the order of _id",
                         {{"collectionName", target_.ns.collection}});
  }

  void tell_of_order() {
    if (repeated_ == 0) return;
    context_.log.warning(
        "Left out documents that the server gave twice",
        {{"collectionName", target_.ns.collection}, {"documentCount", static_cast<std::int64_t>(repeated_)}});
  }

  /// Says which document it was.
  template <typename Action>
  auto naming_document(const documents::DocumentArray& array, Action action) const {
    try {
      return action();
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::invalid_data) throw;
      throw Error(ErrorKind::invalid_data, fmt::format("copy document {} of", array.documents() + 1), target_.ns.text(),
                  error.cause(), error.hint());
    }
  }

  mongo::OrderWatch::Place place_of(const documents::DocumentArray& array, extjson::BsonView document,
                                    mongo::OrderWatch& watch) const {
    return naming_document(array, [&] { return watch.look_at(document); });
  }

  void add(documents::DocumentArray& array, extjson::BsonView document) {
    naming_document(array, [&] { array.add(document); });
    context_.meter.advance(array.documents(), array.bson_bytes());
  }

  void wait_after(const Error& interruption) {
    context_.log.warning("Reading was interrupted; continuing",
                         {{"collectionName", target_.ns.collection}, {"error", interruption.what()}});
    if (!patience_.wait()) throw interruption;
  }

  std::vector<extjson::BsonBytes> indexes() const {
    if (target_.content == Target::Content::nothing || target_.type == "view") return {};
    auto found = ask(asking_, [&] { return mongo::list_indexes(context_.client, target_.ns); });
    if (!found) throw gone(target_);
    const std::string wrong = archive::wrong_definition(target_.type, {target_.options, *found});
    if (wrong.empty()) return std::move(*found);
    throw Error(ErrorKind::server, "copy the indexes of", target_.ns.text(), wrong,
                "Look at them with `db.collection.getIndexes()`");
  }

  const CopyContext& context_;
  const Target& target_;
  const std::string& file_name_;
  Asking asking_;
  static constexpr int most_times_left_behind = 2;
  Order order_;
  int times_left_behind_ = 0;
  Patience patience_;
  bool is_estimated_ = false;
  bool is_order_trusted_ = true;  ///< it was kept so far, also in the tries before
  bool is_out_of_order_ = false;  ///< in this try
  std::uint64_t repeated_ = 0;    ///< documents, in this try
  std::uint64_t farthest_ = 0;    ///< document that any try has come to
};

}  // namespace

Copied copy_collection(const CopyContext& context, const Target& target, const std::string& file) {
  return Copy(context, target, file).run();
}

}  // namespace mongokeep::backup
