#include "mongo/reading/range_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace mongokeep::mongo {
namespace {

using Line = IdPosition::Line;

IdPosition at(std::uint64_t place) {
  return {Line::object_id, place};
}

/// Behind documents from `first` to `last` that took so many bytes, in a collection that ends at `end`.
std::optional<RangePlan> plan(std::uint64_t first, std::uint64_t last, std::uint64_t bytes, std::uint64_t end) {
  return RangePlan::behind({at(first), at(last).first_id(), bytes}, at(end));
}

/// All ranges of a plan over documents that stand as densely as `bytes_between` says.
template <typename BytesBetween>
std::vector<RangePlan::Range> ranges_of(RangePlan plan, BytesBetween bytes_between) {
  std::vector<RangePlan::Range> ranges;
  while (auto range = plan.next()) {
    const auto begin = IdPosition::of(range->ids.after)->at;
    const auto end = IdPosition::of(range->ids.up_to)->at;
    plan.note(range->width, bytes_between(begin, end));
    ranges.push_back(*std::move(range));
  }
  ranges.push_back(plan.tail());
  return ranges;
}

void expect_all_is_covered_once(const std::vector<RangePlan::Range>& ranges, std::uint64_t last, std::uint64_t end) {
  EXPECT_EQ(ranges.front().ids.after, at(last).first_id());
  for (std::size_t index = 1; index < ranges.size(); ++index) {
    EXPECT_EQ(ranges[index].ids.after, ranges[index - 1].ids.up_to) << index;
  }
  EXPECT_EQ(ranges.back().ids.after, at(end).first_id());
  EXPECT_TRUE(ranges.back().ids.up_to.empty());
}

constexpr std::uint64_t some = 512 << 10U;
constexpr std::uint64_t evenly(std::uint64_t begin, std::uint64_t end) {
  return end - begin;
}

TEST(RangePlan, CutsWhatIsLeftIntoRangesOfOneSize) {
  const std::uint64_t end = 100 * RangePlan::range_bytes;
  const auto ranges = ranges_of(*plan(0, some, some, end), evenly);
  expect_all_is_covered_once(ranges, some, end);
  EXPECT_EQ(ranges.size(), 101U);
  EXPECT_EQ(ranges.front().width, static_cast<double>(RangePlan::range_bytes));
}

TEST(RangePlan, LearnsOfCrowdsAndGaps) {
  // A thousandth of the line has nearly all of it; the beginning is not like the rest.
  const std::uint64_t crowd = std::uint64_t{1} << 40U;
  const std::uint64_t size = std::uint64_t{1} << 30U;
  const auto bytes_between = [&](std::uint64_t begin, std::uint64_t end) {
    const std::uint64_t from = std::clamp(begin, crowd, crowd + size);
    return std::clamp(end, crowd, crowd + size) - from;
  };
  const auto ranges = ranges_of(*plan(0, some, some, 1000 * crowd), bytes_between);
  expect_all_is_covered_once(ranges, some, 1000 * crowd);
  std::uint64_t largest = 0;
  for (std::size_t index = 0; index + 1 < ranges.size(); ++index) {
    largest = std::max(largest, bytes_between(IdPosition::of(ranges[index].ids.after)->at,
                                              IdPosition::of(ranges[index].ids.up_to)->at));
  }
  EXPECT_LE(largest, size);
  EXPECT_LT(ranges.size(), 1000U);
}

TEST(RangePlan, GoesToTheEndsOfTheLine) {
  constexpr std::uint64_t last = std::numeric_limits<std::uint64_t>::max();
  const auto ranges = ranges_of(*plan(0, 1, some, last), [](auto, auto) { return 0; });
  expect_all_is_covered_once(ranges, 1, last);
}

TEST(RangePlan, TakesOneStepAtATimeWhereThatIsTooMuchAlready) {
  const auto ranges =
      ranges_of(*plan(0, 1, std::uint64_t{1} << 40U, 20), [](auto begin, auto end) { return (end - begin) << 40U; });
  expect_all_is_covered_once(ranges, 1, 20);
  EXPECT_EQ(ranges.size(), 20U);
}

TEST(RangePlan, GuessesWhatIsLeft) {
  EXPECT_EQ(plan(0, 10, 10 * some, 30)->bytes_left(), 20.0 * some);
}

TEST(RangePlan, IsNotThereWhereNothingCanBeCut) {
  EXPECT_FALSE(plan(5, 5, some, 10)) << "no line between the first and the last";
  EXPECT_FALSE(plan(5, 10, some, 10)) << "the end is reached";
  EXPECT_FALSE(RangePlan::behind({at(1), at(2).first_id(), some}, std::nullopt)) << "ends with another type";
  EXPECT_FALSE(RangePlan::behind({at(1), at(2).first_id(), some}, IdPosition{Line::number, 10}));
  EXPECT_FALSE(RangePlan::behind({{Line::number, 1}, at(2).first_id(), some}, at(10)));
}

}  // namespace
}  // namespace mongokeep::mongo
