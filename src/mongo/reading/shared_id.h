#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "extjson/bson_bytes.h"
#include "extjson/bson_element.h"
#include "extjson/bson_view.h"

namespace mongokeep::mongo {

/// The documents with one `_id`, of which there is one as a rule. A collection that is sharded by another key can have
/// more, so that a cursor which broke is opened again at the last `_id`, not behind it; what was given of those is left
/// out.
class SharedId {
 public:
  /// A document that is given to whoever reads. One without an `_id` leaves nothing to go on at.
  void give(extjson::BsonView document);
  /// Stands as if one document with this `_id` was given, if there is one. `id` is {"_id": …}.
  void stand_at(const extjson::BsonBytes& id);

  /// {"_id": …} of the last document; empty before the first.
  const extjson::BsonBytes& last() const { return last_; }

  /// Whether one document alone was given with the last `_id`.
  bool is_first() const { return count_ == 1 && unknown_ == 0; }

  /// Holds a document that comes when reading begins again at last(); false where it has another `_id`.
  /// Throws Error{invalid_data} where too many have the same one.
  bool hold(extjson::BsonView document);
  /// Those held that were not given yet; none is held any more. Where one was changed meanwhile nobody can tell which
  /// is new: as many are left out as were given, those first that are as they were.
  std::vector<extjson::BsonBytes> take_new();
  /// What was held comes again.
  void forget_held() { held_.clear(); }

 private:
  bool has_last_id(const extjson::Element& id) const;

  extjson::BsonBytes last_;
  std::vector<std::string> given_;  ///< marks of the documents with that `_id`; the first `count_` count
  std::size_t count_ = 0;
  std::size_t unknown_ = 0;  ///< given, and not seen here
  std::vector<extjson::BsonBytes> held_;
  std::size_t held_bytes_ = 0;
};

}  // namespace mongokeep::mongo
