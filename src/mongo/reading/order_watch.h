#pragma once

#include <cstdint>

#include "extjson/bson_bytes.h"
#include "extjson/bson_view.h"
#include "mongo/reading/given_ids.h"
#include "mongo/reading/id_order.h"

namespace mongokeep::mongo {

/// Watches the documents that a server gives where it was asked to sort them by `_id`: by the rules that `verify` has
/// for stored ones. Who goes on behind an `_id`, after a break or over another connection, relies on that order.
class OrderWatch {
 public:
  explicit OrderWatch(IdOrder::Strings strings) : order_(strings) {}

  enum class Place {
    behind,    ///< all before it, as far as can be told
    shared,    ///< of the same `_id` as the one before it
    repeated,  ///< the one before it, once more, byte for byte: no two shards have it
    before,    ///< it sorts before the one before it
  };
  /// Throws Error{invalid_data} for bytes that are not BSON.
  Place look_at(extjson::BsonView document);

  /// What was looked at so far. Its `last` is empty behind a document without an `_id`.
  GivenIds given() const;

 private:
  IdOrder order_;
  extjson::BsonBytes last_;  ///< empty where it is too large to be kept
  extjson::BsonBytes first_id_;
  bool has_last_id_ = false;
  std::uint64_t documents_ = 0;
  std::uint64_t before_last_ = 0;
};

}  // namespace mongokeep::mongo
