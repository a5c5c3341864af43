#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "mongo/reading/id_position.h"
#include "mongo/reading/id_range.h"
#include "mongo/reading/line_read.h"

namespace mongokeep::mongo {

/// Cuts what is left of a line of `_id`s into ranges that are about the same size, by how densely they have stood so
/// far: nothing has to be asked of the server, not even which one is the last. A guess that is wrong costs time alone;
/// together the ranges are all that is left of the line, each part exactly once. One thread at a time.
class RangePlan {
 public:
  /// In bytes of documents: small enough that several can be in memory, large enough that a network's delay is seldom
  /// met.
  static constexpr std::uint64_t range_bytes = std::uint64_t{2} << 20U;

  /// Behind what was read, of which `last_id` is {"_id": …} of the last. Nothing where that has no place, or is at the
  /// line's end.
  static std::optional<RangePlan> behind(const LineRead& read, std::vector<std::uint8_t> last_id);

  struct Range {
    IdRange ids;
    double width;             ///< on the line
    std::uint32_t documents;  ///< to ask for at once, a guess
    /// It goes to the line's end, which may be far: whoever has read a part of it may plan anew behind that.
    bool is_open;
  };
  /// The next one, in order. There is none behind an open one.
  Range next();
  /// What a range turned out to have. Behind one that has nothing comes an open one, since there may be a gap, or the
  /// end.
  void note(const Range& range, std::uint64_t documents, std::uint64_t bytes);

 private:
  RangePlan(const LineRead& read, std::vector<std::uint8_t> last_id);

  std::vector<std::uint8_t> begin_;  ///< {"_id": …} behind which the next range begins
  IdPosition at_;                    ///< where that stands
  IdLineEnd end_;
  double density_;         ///< bytes a place of the line
  double document_bytes_;  ///< of one
  bool has_met_nothing_ = false;
};

}  // namespace mongokeep::mongo
