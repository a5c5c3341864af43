#include "mongo/reading/range_plan.h"

#include <algorithm>
#include <utility>

namespace mongokeep::mongo {

namespace {

/// A range tells of its neighbours, but it may be a gap, or a crowd.
constexpr double largest_change = 8;

}  // namespace

std::optional<RangePlan> RangePlan::behind(const Read& read, const std::optional<IdPosition>& end) {
  const std::optional<IdPosition> last = IdPosition::of(read.last_id);
  if (!last || !end || read.first.line != last->line || last->line != end->line) return std::nullopt;
  if (read.first.at >= last->at || last->at >= end->at) return std::nullopt;
  return RangePlan(read, *last, *end);
}

RangePlan::RangePlan(const Read& read, const IdPosition& last, const IdPosition& end)
    : begin_(read.last_id),
      at_(last),
      end_(end),
      density_(static_cast<double>(read.bytes) / static_cast<double>(last.at - read.first.at)) {}

std::optional<RangePlan::Range> RangePlan::next() {
  if (is_over()) return std::nullopt;
  const std::uint64_t left = end_.at - at_.at;
  const double wanted = std::max(1.0, static_cast<double>(range_bytes) / density_);
  const std::uint64_t width = wanted < static_cast<double>(left) ? static_cast<std::uint64_t>(wanted) : left;
  at_.at += width;
  Range range{{.after = std::exchange(begin_, at_.first_id()), .up_to = {}}, static_cast<double>(width)};
  range.ids.up_to = begin_;
  return range;
}

void RangePlan::note(double width, std::uint64_t bytes) {
  if (width == 0) return;
  density_ = std::clamp(static_cast<double>(bytes) / width, density_ / largest_change, density_ * largest_change);
}

}  // namespace mongokeep::mongo
