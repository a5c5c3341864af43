#pragma once

#include <cstddef>

#include "extjson/bson_view.h"
#include "mongokeep/verify_service.h"

namespace mongokeep::verify {

/// Counts how documents differ, and keeps the first few of each kind.
class Tally {
 public:
  /// Borrows what it writes to.
  explicit Tally(CollectionComparison& comparison) : comparison_(comparison) {}

  void add_pair(extjson::BsonView stored, extjson::BsonView live);
  void add_missing(extjson::BsonView stored);
  void add_added(extjson::BsonView live);
  /// Forgets everything.
  void reset();

 private:
  void add_sample(DifferentDocument::Kind kind, std::uint64_t count, extjson::BsonView stored, extjson::BsonView live);

  CollectionComparison& comparison_;
};

}  // namespace mongokeep::verify
