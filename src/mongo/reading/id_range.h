#pragma once

#include <cstdint>
#include <vector>

namespace mongokeep::mongo {

/// A part of a collection, in the order of `_id`. Each end is the BSON document {"_id": …}; an empty one is the
/// collection's own end.
struct IdRange {
  std::vector<std::uint8_t> after;  ///< itself not in it, unless it is to be
  bool includes_after = false;
  /// Itself in it. Of a type that compares with that of `after`, which is then there.
  std::vector<std::uint8_t> up_to;
};

}  // namespace mongokeep::mongo
