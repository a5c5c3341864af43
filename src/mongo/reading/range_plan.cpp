#include "mongo/reading/range_plan.h"

#include <algorithm>
#include <utility>

namespace mongokeep::mongo {

namespace {

/// A range tells of its neighbours, but it may be thin, or a crowd.
constexpr double largest_change = 8;

}  // namespace

std::optional<RangePlan> RangePlan::behind(const Read& read) {
  const std::optional<IdPosition> last = IdPosition::of(read.last_id);
  if (!last || read.first.line != last->line || read.first.at >= last->at) return std::nullopt;
  if (last->at >= end_of(last->line).at) return std::nullopt;
  return RangePlan(read, *last);
}

RangePlan::RangePlan(const Read& read, const IdPosition& last)
    : begin_(read.last_id),
      at_(last),
      end_(end_of(last.line)),
      density_(static_cast<double>(read.bytes) / static_cast<double>(last.at - read.first.at)) {}

RangePlan::Range RangePlan::next() {
  const double width = std::max(1.0, static_cast<double>(range_bytes) / density_);
  const bool is_open = has_met_nothing_ || width >= static_cast<double>(end_.at - at_.at);
  if (!is_open) at_.at += static_cast<std::uint64_t>(width);
  std::vector<std::uint8_t> end = is_open ? end_.id : at_.first_id();
  return {{.after = std::exchange(begin_, end), .up_to = end}, width, is_open};
}

void RangePlan::note(const Range& range, std::uint64_t bytes) {
  if (bytes == 0) has_met_nothing_ = true;
  density_ = std::clamp(static_cast<double>(bytes) / range.width, density_ / largest_change, density_ * largest_change);
}

}  // namespace mongokeep::mongo
