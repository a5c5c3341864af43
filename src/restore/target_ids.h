#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "base/patience.h"
#include "extjson/bson_element.h"
#include "mongo/connection.h"
#include "mongo/index_spec.h"
#include "mongo/namespace.h"
#include "mongo/reading/ordered_cursor.h"

namespace mongokeep::restore {

/// What is in a collection that has no index on `_id` (a time-series one), gone through once beside the stored
/// documents, both in the order of `_id`. To look up each batch would read the whole collection each time.
class TargetIds {
 public:
  /// Borrows both, which nobody else may use meanwhile.
  TargetIds(const mongo::Client& client, const mongo::Namespace& target, const std::stop_token& stop);

  /// Whether the order of the collection's `_id`s is known here: not where it has a collation.
  static bool can_follow(extjson::BsonView options) { return !mongo::has_default_collation(options); }

  /// Whether the collection had a document with this `_id`. What the network breaks is tried again from the beginning,
  /// a few times in all.
  /// Throws Error: `connection`, `server`, and `invalid_data` where this `_id` is before the one asked for last.
  bool has(const extjson::Element& id);

 private:
  void open();
  void advance();

  const mongo::Client& client_;
  mongo::Namespace target_;
  Patience patience_;
  std::unique_ptr<mongo::OrderedCursor> cursor_;
  std::optional<extjson::Element> there_;  ///< borrows the cursor's document; nothing at the end
  std::vector<std::uint8_t> asked_;        ///< {"_id": …}, empty before the first
};

}  // namespace mongokeep::restore
