#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "extjson/bson_element.h"

namespace mongokeep::mongo {

/// Watches whether the `_id`s of a collection's documents ascend. Two may be the same: `_id` is unique in each shard
/// only, where a collection is sharded by another key.
class IdOrder {
 public:
  /// What the server sorts strings by. A collation's order is not known here: with one, strings, and documents that may
  /// hold some, are compared with other types only.
  enum class Strings { by_bytes, by_collation };
  explicit IdOrder(Strings strings) : strings_(strings) {}

  /// Looks at the `_id` of the next document, where it has one. What is wrong with its place, for a person; empty when
  /// nothing is. Throws Error{invalid_data} for bytes that are not BSON.
  std::string problem_with(const std::optional<extjson::Element>& id);

  /// The last `_id` that was looked at, borrowed; nothing before the first.
  std::optional<extjson::Element> last() const;

  /// Documents so far that have the `_id` of the one before them.
  std::uint64_t shared() const { return shared_; }
  /// Documents so far that have no `_id`, and so no place.
  std::uint64_t without_id() const { return without_id_; }
  /// Pairs of neighbours so far whose order only a collation could tell.
  std::uint64_t not_compared() const { return not_compared_; }

 private:
  Strings strings_;
  bool has_last_ = false;
  extjson::BsonType last_type_{};
  std::vector<std::uint8_t> last_value_;
  std::uint64_t shared_ = 0;
  std::uint64_t without_id_ = 0;
  std::uint64_t not_compared_ = 0;
};

/// What a server sorts the strings of a collection with these options by.
IdOrder::Strings order_of_strings(extjson::BsonView options);

}  // namespace mongokeep::mongo
