#include "mongo/reading/range_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace mongokeep::mongo {
namespace {

/// On a line that has all places of 64 bits.
IdPosition at(std::uint64_t place) {
  return {IdPosition::Line::uuid, place};
}

/// Behind documents of one KiB each from `first` to `last` that took so many bytes.
std::optional<RangePlan> plan(std::uint64_t first, std::uint64_t last, std::uint64_t bytes) {
  return RangePlan::behind({at(first), at(last), std::max<std::uint64_t>(bytes >> 10U, 1), bytes}, at(last).first_id());
}

std::uint64_t begin_of(const RangePlan::Range& range) {
  return IdPosition::of(range.ids.after)->at;
}
std::uint64_t end_of(const RangePlan::Range& range) {
  return IdPosition::of(range.ids.up_to)->at;
}

void note(RangePlan& plan, const RangePlan::Range& range, std::uint64_t bytes) {
  plan.note(range, (bytes + 1023) >> 10U, bytes);
}

/// All ranges of a plan over documents that stand as densely as `bytes_between` says; the last is the open one.
template <typename BytesBetween>
std::vector<RangePlan::Range> ranges_of(RangePlan plan, BytesBetween bytes_between) {
  std::vector<RangePlan::Range> ranges = {plan.next()};
  while (!ranges.back().is_open) {
    note(plan, ranges.back(), bytes_between(begin_of(ranges.back()), end_of(ranges.back())));
    ranges.push_back(plan.next());
  }
  return ranges;
}

void expect_all_is_covered_once(const std::vector<RangePlan::Range>& ranges, std::uint64_t last) {
  EXPECT_EQ(ranges.front().ids.after, at(last).first_id());
  for (std::size_t index = 1; index < ranges.size(); ++index) {
    EXPECT_EQ(ranges[index].ids.after, ranges[index - 1].ids.up_to) << index;
  }
  EXPECT_TRUE(ranges.back().is_open);
}

constexpr std::uint64_t some = 512 << 10U;

/// Documents that stand evenly from 0 to `end`.
auto evenly_to(std::uint64_t end) {
  return [end](std::uint64_t from, std::uint64_t to) { return std::min(to, end) - std::min(from, end); };
}

TEST(RangePlan, CutsWhatIsLeftIntoRangesOfOneSize) {
  const auto ranges = ranges_of(*plan(0, some, some), evenly_to(some + 100 * RangePlan::range_bytes));
  expect_all_is_covered_once(ranges, some);
  EXPECT_EQ(ranges.size(), 102U) << "one of them has nothing, whereupon the last is open";
  for (std::size_t index = 0; index + 2 < ranges.size(); ++index) {
    EXPECT_NEAR(static_cast<double>(end_of(ranges[index]) - begin_of(ranges[index])), RangePlan::range_bytes, 10)
        << index;
  }
}

TEST(RangePlan, BecomesFinerWhereItIsDenser) {
  // A hundred times as dense from the middle on.
  const std::uint64_t middle = 100 * RangePlan::range_bytes;
  const auto bytes_between = [&](std::uint64_t from, std::uint64_t to) {
    return evenly_to(2 * middle)(from, to) +
           99 * evenly_to(middle)(std::max(from, middle) - middle, to - std::min(to, middle));
  };
  const auto ranges = ranges_of(*plan(0, some, some), bytes_between);
  expect_all_is_covered_once(ranges, some);
  std::size_t large = 0;
  for (std::size_t index = 0; index + 1 < ranges.size(); ++index) {
    if (bytes_between(begin_of(ranges[index]), end_of(ranges[index])) > 2 * RangePlan::range_bytes) ++large;
  }
  EXPECT_LE(large, 3U) << "each is an eighth as wide as the one before, until it fits";
  EXPECT_GT(ranges.size(), 10'000U);
}

TEST(RangePlan, BecomesWiderWhereItIsThinner) {
  // Ever thinner: as many bytes in each doubling of the line.
  const auto bytes_between = [](std::uint64_t from, std::uint64_t to) {
    return static_cast<std::uint64_t>(1e6 *
                                      (std::log2(static_cast<double>(to)) - std::log2(static_cast<double>(from))));
  };
  RangePlan thinner = *plan(1, 2, 1'000'000);
  for (std::uint64_t end = 2; end < std::uint64_t{1} << 62U;) {
    const RangePlan::Range range = thinner.next();
    ASSERT_FALSE(range.is_open);
    end = end_of(range);
    note(thinner, range, bytes_between(begin_of(range), end));
  }
}

TEST(RangePlan, IsOpenBehindAGap) {
  RangePlan met = *plan(0, 10, 10);
  const RangePlan::Range first = met.next();
  const RangePlan::Range second = met.next();
  met.note(second, 0, 0);
  const RangePlan::Range third = met.next();
  EXPECT_FALSE(first.is_open);
  EXPECT_TRUE(third.is_open);
  EXPECT_EQ(third.ids.after, second.ids.up_to);
}

TEST(RangePlan, IsOpenAtTheEndOfTheLine) {
  constexpr std::uint64_t last = std::numeric_limits<std::uint64_t>::max();
  EXPECT_TRUE(plan(0, last - 1, some)->next().is_open);
  EXPECT_TRUE(plan(last - 2, last - 1, 1)->next().is_open) << "less is left than a range would have";
  EXPECT_FALSE(plan(0, last / 2, 1 << 30)->next().is_open);
}

TEST(RangePlan, BeginsWhereAllStoodAtOnePlace) {
  // ObjectIds of one second, say.
  const auto ranges =
      ranges_of(*plan(7, 7, some), [](auto from, auto to) { return 4 * evenly_to(50)(from, to) * some; });
  expect_all_is_covered_once(ranges, 7);
}

TEST(RangePlan, TakesOneStepAtATimeWhereThatIsTooMuchAlready) {
  const auto ranges = ranges_of(*plan(0, 1, std::uint64_t{1} << 40U),
                                [](auto from, auto to) { return evenly_to(20)(from, to) << 40U; });
  expect_all_is_covered_once(ranges, 1);
  EXPECT_EQ(ranges.size(), 21U);
}

TEST(RangePlan, IsNotThereWhereNothingCanBeCut) {
  constexpr std::uint64_t last = std::numeric_limits<std::uint64_t>::max();
  EXPECT_FALSE(plan(5, last, some)) << "the line's end is reached";
  EXPECT_FALSE(RangePlan::behind({at(5), std::nullopt, 1, some}, {})) << "the last one has no place";
}

TEST(RangePlan, AsksForAsManyDocumentsAsItExpects) {
  RangePlan growing = *plan(0, some, some);
  const RangePlan::Range small = growing.next();
  EXPECT_EQ(small.documents, 3U << 10U) << "half as many again";
  growing.note(small, 20, RangePlan::range_bytes);
  EXPECT_EQ(growing.next().documents, 30U);
  growing.note(small, 1, 16 << 20U);
  EXPECT_EQ(growing.next().documents, 1U);
}

}  // namespace
}  // namespace mongokeep::mongo
