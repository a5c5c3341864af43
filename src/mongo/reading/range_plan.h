#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "mongo/reading/id_position.h"
#include "mongo/reading/id_range.h"

namespace mongokeep::mongo {

/// Cuts what is left of a collection into ranges that are about the same size, by how densely the `_id`s have stood so
/// far: nothing has to be asked of the server. A guess that is wrong costs time alone; together the ranges are all that
/// is left, each exactly once. One thread at a time.
class RangePlan {
 public:
  /// In bytes of documents: small enough that several can be in memory, large enough that a network's delay is seldom
  /// met.
  static constexpr std::uint64_t range_bytes = std::uint64_t{2} << 20U;

  /// What is known of the documents that were read: all from the first on, in order.
  struct Read {
    IdPosition first;
    std::vector<std::uint8_t> last_id;  ///< {"_id": …}
    std::uint64_t bytes;
  };
  /// `end` is where the collection's last `_id` stands. Nothing where its `_id`s are not all on one line, or no place
  /// is left between.
  static std::optional<RangePlan> behind(const Read& read, const std::optional<IdPosition>& end);

  /// A guess, in bytes, of what is left.
  double bytes_left() const { return density_ * static_cast<double>(end_.at - at_.at); }

  struct Range {
    IdRange ids;
    double width;  ///< on the line; 0 where there is no end
  };
  /// The next one, in order; nothing behind the last, where the tail follows.
  std::optional<Range> next();
  bool is_over() const { return at_.at >= end_.at; }
  /// From the collection's last `_id` on: little, as a rule, but servers can be long about what has no end.
  Range tail() const { return {{.after = end_.first_id(), .up_to = {}}, 0}; }
  /// What a range turned out to have.
  void note(double width, std::uint64_t bytes);

 private:
  RangePlan(const Read& read, const IdPosition& last, const IdPosition& end);

  std::vector<std::uint8_t> begin_;  ///< {"_id": …} behind which the next range begins
  IdPosition at_;                    ///< where that stands
  IdPosition end_;
  double density_;  ///< bytes a place of the line
};

}  // namespace mongokeep::mongo
