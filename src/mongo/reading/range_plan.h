#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "mongo/reading/id_position.h"
#include "mongo/reading/id_range.h"

namespace mongokeep::mongo {

/// Cuts what is left of a line of `_id`s into ranges that are about the same size, by how densely they have stood so
/// far: nothing has to be asked of the server, not even which one is the last. A guess that is wrong costs time alone;
/// together the ranges are all that is left of the line, each part exactly once. One thread at a time.
class RangePlan {
 public:
  /// In bytes of documents: small enough that several can be in memory, large enough that a network's delay is seldom
  /// met.
  static constexpr std::uint64_t range_bytes = std::uint64_t{2} << 20U;

  /// What is known of documents that were read one after the other.
  struct Read {
    IdPosition first;
    std::vector<std::uint8_t> last_id;  ///< {"_id": …}
    std::uint64_t bytes;
  };
  /// Nothing where the two are not on one line, or at one place, or at the line's end.
  static std::optional<RangePlan> behind(const Read& read);

  struct Range {
    IdRange ids;
    double width;  ///< on the line
    /// It goes to the line's end, which may be far: whoever has read a part of it may plan anew behind that.
    bool is_open = false;
  };
  /// The next one, in order; behind an open one there is none.
  Range next();
  /// What a range turned out to have. Behind one that has nothing comes an open one, since there may be a gap, or the
  /// end.
  void note(const Range& range, std::uint64_t bytes);

 private:
  RangePlan(const Read& read, const IdPosition& last);

  std::vector<std::uint8_t> begin_;  ///< {"_id": …} behind which the next range begins
  IdPosition at_;                    ///< where that stands
  IdLineEnd end_;
  double density_;  ///< bytes a place of the line
  bool has_met_nothing_ = false;
};

}  // namespace mongokeep::mongo
