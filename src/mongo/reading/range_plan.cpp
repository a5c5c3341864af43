#include "mongo/reading/range_plan.h"

#include <algorithm>
#include <utility>

namespace mongokeep::mongo {

namespace {

/// A range tells of its neighbours, but it may be thin, or a crowd.
constexpr double largest_change = 8;

}  // namespace

std::optional<RangePlan> RangePlan::behind(const LineRead& read, std::vector<std::uint8_t> last_id) {
  if (!read.last || read.last->at >= end_of(read.last->line).at) return std::nullopt;
  return RangePlan(read, std::move(last_id));
}

RangePlan::RangePlan(const LineRead& read, std::vector<std::uint8_t> last_id)
    : begin_(std::move(last_id)),
      at_(*read.last),
      end_(end_of(at_.line)),
      density_(static_cast<double>(read.bytes) / read.places()),
      document_bytes_(static_cast<double>(read.bytes) / static_cast<double>(read.documents)) {}

RangePlan::Range RangePlan::next() {
  const double width = std::max(1.0, static_cast<double>(range_bytes) / density_);
  // Half as much again, since a second batch costs another round trip.
  const double documents = std::max(1.0, 1.5 * static_cast<double>(range_bytes) / document_bytes_);
  const bool is_open = has_met_nothing_ || width >= static_cast<double>(end_.at - at_.at);
  if (!is_open) at_.at += static_cast<std::uint64_t>(width);
  std::vector<std::uint8_t> end = is_open ? end_.id : at_.first_id();
  return {{.after = std::exchange(begin_, end), .up_to = end}, width, static_cast<std::uint32_t>(documents), is_open};
}

void RangePlan::note(const Range& range, std::uint64_t documents, std::uint64_t bytes) {
  density_ = std::clamp(static_cast<double>(bytes) / range.width, density_ / largest_change, density_ * largest_change);
  if (documents == 0) {
    has_met_nothing_ = true;
  } else {
    document_bytes_ = static_cast<double>(bytes) / static_cast<double>(documents);
  }
}

}  // namespace mongokeep::mongo
