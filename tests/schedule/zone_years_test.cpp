#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "base/text/time_text.h"
#include "schedule/reckoning/clock_tape.h"
#include "schedule/schedule.h"

namespace mongokeep::schedule {
namespace {

using namespace std::chrono_literals;

const std::array<Pattern, 9>& patterns() {
  static const std::array<Pattern, 9> all = {{
      {"0 1 * * *", [](const std::tm& t) { return t.tm_hour == 1 && t.tm_min == 0; }},
      {"30 2 * * *", [](const std::tm& t) { return t.tm_hour == 2 && t.tm_min == 30; }},
      {"0 2 * * *", [](const std::tm& t) { return t.tm_hour == 2 && t.tm_min == 0; }},
      {"0 0 * * *", [](const std::tm& t) { return t.tm_hour == 0 && t.tm_min == 0; }},
      {"*/15 * * * *", [](const std::tm& t) { return t.tm_min % 15 == 0; }, true},
      {"15 3 1 * *", [](const std::tm& t) { return t.tm_mday == 1 && t.tm_hour == 3 && t.tm_min == 15; }},
      {"0 12 * * mon-fri",
       [](const std::tm& t) { return t.tm_wday >= 1 && t.tm_wday <= 5 && t.tm_hour == 12 && t.tm_min == 0; }},
      {"0 0 29 2 *",
       [](const std::tm& t) { return t.tm_mon == 1 && t.tm_mday == 29 && t.tm_hour == 0 && t.tm_min == 0; }},
      {"5,35 1-3 * * sun",
       [](const std::tm& t) {
         return t.tm_wday == 0 && t.tm_hour >= 1 && t.tm_hour <= 3 && (t.tm_min == 5 || t.tm_min == 35);
       }},
  }};
  return all;
}

const Pattern& daily_at_one() {
  return patterns().front();
}

bool is_daily(const Pattern& pattern) {
  return pattern.expression.ends_with(" * * *") && !pattern.is_every_hour;
}

Pattern new_year() {
  return {"0 0 1 1 *", [](const std::tm& t) { return t.tm_yday == 0 && t.tm_hour == 0 && t.tm_min == 0; }};
}

std::string text_of(const std::optional<Instant>& time) {
  return time ? utc_text(*time) : "none";
}

/// Compares the schedule with the list of its runs from `from` on, up to and without `until`.
class Comparison {
 public:
  Comparison(const Schedule& schedule, const std::vector<Instant>& runs, Instant from, Instant until)
      : schedule_(schedule), runs_(runs), from_(from), until_(until) {}

  /// Around every run that `is_wanted` picks, from one to the next.
  template <typename Wanted>
  void compare(const Wanted& is_wanted) const {
    for (std::size_t place = 0; place <= runs_.size(); ++place) {
      const Instant last = place == 0 ? from_ - 1s : runs_[place - 1];
      const Instant next = place == runs_.size() ? until_ : runs_[place];
      if (is_wanted(place, next)) compare_pause(place, last, next);
    }
  }

 private:
  /// Of the pause that ends with the run at `place`.
  void compare_pause(std::size_t place, Instant last, Instant next) const {
    const bool has_next = place < runs_.size();
    for (const Instant time : {last, last + (next - last) / 2, next - 1ns}) {
      const auto found = schedule_.next_after(time);
      const bool fits = has_next ? found == next : !found || *found >= until_;
      EXPECT_TRUE(fits) << "after " << utc_text(time) << " comes " << text_of(found) << ", not " << utc_text(next);
    }
    expect_last(last, next - 1ns, std::nullopt);
    expect_last(from_ - 1s, next - 1ns, place == 0 ? std::nullopt : std::optional(last));
    if (place > 0) expect_last(last - 1ns, last, last);
    if (has_next) expect_last(last, next, next);
  }

  void expect_last(Instant after, Instant until, const std::optional<Instant>& run) const {
    const auto found = schedule_.last_in(after, until);
    EXPECT_EQ(found, run) << "the last after " << utc_text(after) << " until " << utc_text(until) << " is "
                          << text_of(found) << ", not " << text_of(run);
  }

  const Schedule& schedule_;
  const std::vector<Instant>& runs_;
  Instant from_;
  Instant until_;
};

struct ZoneYear {
  const char* zone;
  int year;
  int days = 365;
  /// A day that clocks skip whole has its run at the midnight after, and so has that midnight's own: they are one.
  int skipped_days = 0;
};

std::ostream& operator<<(std::ostream& out, const ZoneYear& that) {
  return out << that.zone << " in " << that.year;
}

class ZoneYears : public testing::TestWithParam<ZoneYear> {
 protected:
  static std::string zone() { return GetParam().zone; }
  /// A week more at both ends, so that the whole year is within in every zone.
  static constexpr auto margin = 7 * 24h;
  const Instant from_ = utc(GetParam().year, 1, 1) - margin;
  const Instant until_ = utc(GetParam().year + 1, 1, 1) + margin;
  const ClockTape tape_{zone(), from_, until_};

  /// In the year as the zone's calendar has it.
  void expect_one_for_each_day(const std::vector<Instant>& runs, const Pattern& pattern) const {
    const std::vector<Instant> new_years = tape_.runs(new_year());
    ASSERT_EQ(new_years.size(), 2U);
    const auto count = std::count_if(runs.begin(), runs.end(),
                                     [&](Instant run) { return run >= new_years.front() && run < new_years.back(); });
    const bool is_at_midnight = pattern.expression.starts_with("0 0 ");
    EXPECT_EQ(count, GetParam().days - (is_at_midnight ? GetParam().skipped_days : 0));
  }
};

TEST_P(ZoneYears, AreAsTheClockShowsThemMinuteByMinute) {
  const std::vector<Instant> changes = tape_.changes();
  const auto is_near_a_change = [&](Instant time) {
    return std::any_of(changes.begin(), changes.end(),
                       [&](Instant change) { return std::chrono::abs(time - change) < 26h; });
  };
  for (const Pattern& pattern : patterns()) {
    SCOPED_TRACE(pattern.expression);
    const Schedule schedule = Schedule::parse(pattern.expression, zone());
    const std::vector<Instant> runs = tape_.runs(pattern);
    if (is_daily(pattern)) expect_one_for_each_day(runs, pattern);
    Comparison(schedule, runs, from_, until_).compare([&](std::size_t place, Instant next) {
      // Of the 35,000 quarters of an hour those that are in danger, and samples of the others.
      return runs.size() < 1000 || place % 97 == 0 || is_near_a_change(next);
    });
  }
}

INSTANTIATE_TEST_SUITE_P(, ZoneYears,
                         testing::Values(ZoneYear{"Europe/Berlin", 2026}, ZoneYear{"Europe/Berlin", 2028, 366},
                                         ZoneYear{"America/New_York", 2026}, ZoneYear{"America/New_York", 2007},
                                         ZoneYear{"America/Sao_Paulo", 2017}, ZoneYear{"Australia/Lord_Howe", 2026},
                                         ZoneYear{"Africa/Casablanca", 2026}, ZoneYear{"Pacific/Apia", 2011, 365, 1},
                                         ZoneYear{"America/Havana", 2026}, ZoneYear{"Asia/Kolkata", 2026},
                                         ZoneYear{"America/St_Johns", 2006}, ZoneYear{"UTC", 2028, 366},
                                         ZoneYear{"Europe/Dublin", 2026}, ZoneYear{"Europe/Lisbon", 2026},
                                         ZoneYear{"Africa/Cairo", 2026}));

/// The zones that tzdata lists, less those that only differ before 1970.
std::vector<std::string> every_zone() {
  std::ifstream table("/usr/share/zoneinfo/zone1970.tab");
  std::vector<std::string> zones;
  for (std::string line; std::getline(table, line);) {
    std::string country;
    std::string place;
    std::string zone;
    if (!line.starts_with('#') && std::istringstream(line) >> country >> place >> zone) zones.push_back(zone);
  }
  return zones;
}

TEST(ZoneYear, OfEveryZoneHasItsNights) {
  const std::vector<std::string> zones = every_zone();
  ASSERT_GT(zones.size(), 250U);
  for (const std::string& zone : zones) {
    SCOPED_TRACE(zone);
    const Instant from = utc(2026, 1, 1);
    const Instant until = utc(2027, 1, 1);
    // A quarter of an hour divides every offset of today.
    const std::vector<Instant> runs = ClockTape(zone, from, until, 15min).runs(daily_at_one());
    EXPECT_EQ(runs.size(), 365U);
    const Schedule schedule = Schedule::parse(daily_at_one().expression, zone);
    std::vector<Instant> found;
    for (auto run = schedule.next_after(from - 1ns); run && *run < until; run = schedule.next_after(*run)) {
      found.push_back(*run);
    }
    EXPECT_EQ(found, runs);
  }
}

/// The runs, to the minute in UTC.
std::vector<std::string> runs_between(const std::string& expression, const std::string& zone, Instant from,
                                      Instant until) {
  const Schedule schedule = Schedule::parse(expression, zone);
  std::vector<std::string> texts;
  for (auto run = schedule.next_after(from); run && *run < until; run = schedule.next_after(*run)) {
    texts.push_back(utc_text(*run).substr(0, 16));
  }
  return texts;
}

using Texts = std::vector<std::string>;

TEST(ZoneYear, RunsOnceRightAfterAGap) {
  EXPECT_EQ(runs_between("30 2 * * *", "Europe/Berlin", utc(2026, 3, 28), utc(2026, 3, 31)),
            (Texts{"2026-03-28T01:30", "2026-03-29T01:00", "2026-03-30T00:30"}));
  EXPECT_EQ(runs_between("0 1 * * *", "Europe/Lisbon", utc(2026, 3, 28), utc(2026, 3, 31)),
            (Texts{"2026-03-28T01:00", "2026-03-29T01:00", "2026-03-30T00:00"}));
  // From midnight to one o'clock.
  EXPECT_EQ(runs_between("30 0 * * *", "America/Sao_Paulo", utc(2017, 10, 14), utc(2017, 10, 17)),
            (Texts{"2017-10-14T03:30", "2017-10-15T03:00", "2017-10-16T02:30"}));
  // From 2:00 to 2:30.
  EXPECT_EQ(runs_between("15 2 * * *", "Australia/Lord_Howe", utc(2026, 10, 3), utc(2026, 10, 5)),
            (Texts{"2026-10-03T15:30", "2026-10-04T15:15"}));
  // The whole 30th of December.
  EXPECT_EQ(runs_between("0 12 * * *", "Pacific/Apia", utc(2011, 12, 29), utc(2012, 1, 1)),
            (Texts{"2011-12-29T22:00", "2011-12-30T10:00", "2011-12-30T22:00", "2011-12-31T22:00"}));
}

TEST(ZoneYear, RunsOnceWhereATimeComesTwice) {
  EXPECT_EQ(runs_between("30 2 * * *", "Europe/Berlin", utc(2026, 10, 24), utc(2026, 10, 27)),
            (Texts{"2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"}));
  EXPECT_EQ(runs_between("0 1 * * *", "America/New_York", utc(2026, 10, 31), utc(2026, 11, 3)),
            (Texts{"2026-10-31T05:00", "2026-11-01T05:00", "2026-11-02T06:00"}));
  // From one o'clock to midnight.
  EXPECT_EQ(runs_between("0 0 * * *", "America/Havana", utc(2024, 11, 2), utc(2024, 11, 5)),
            (Texts{"2024-11-02T04:00", "2024-11-03T04:00", "2024-11-04T05:00"}));
}

TEST(ZoneYear, RunsOnEveryLeapDay) {
  EXPECT_EQ(runs_between("0 0 29 2 *", "Europe/Berlin", utc(2020, 6, 1), utc(2036, 6, 1)),
            (Texts{"2024-02-28T23:00", "2028-02-28T23:00", "2032-02-28T23:00", "2036-02-28T23:00"}));
}

}  // namespace
}  // namespace mongokeep::schedule
