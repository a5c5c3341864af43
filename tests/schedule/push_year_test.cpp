// A year of a machine whose store is away for weeks, is slow for days, and whose process is restarted.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>
#include <variant>

#include "schedule/push_timetable.h"
#include "schedule/timetable_fixture.h"
#include "schedule/year/chance.h"

namespace mongokeep::schedule {
namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;

/// Goes by both timetables as the loop does, in steps of half a minute.
class PushYear {
 public:
  explicit PushYear(std::uint64_t seed) : chance_(seed) { boot(); }

  void run() {
    const Instant end = begin_ + 365 * 24h;
    while (clock_ < end && !testing::Test::HasFailure()) {
      change_store();
      if (chance_.between(1, 20000) == 1) die();
      step();
      clock_ += 30s;
      elapsed_ += 30s;
    }
  }

  int backups = 0;
  int arrivals = 0;
  int failures_told = 0;
  int deaths = 0;
  seconds longest_away{0};

 private:
  struct Work {
    Instant end;
    int shipped;  ///< backups that there were at its beginning
  };

  Schedules schedules() const { return {Schedule::parse("0 1 * * *", "UTC"), Schedule::parse("0 3 * * *", "UTC")}; }

  void boot() {
    timetable_.emplace(record_ ? Timetable(schedules(), *record_, clock_) : Timetable(schedules(), clock_));
    pushes_.emplace(record_ ? record_->push.value_or(PushRecord()) : PushRecord(), arrived_ < backups, clock_);
  }

  void save() {
    record_ = timetable_->record();
    record_->push = pushes_->record();
  }

  void die() {
    ++deaths;
    backup_end_.reset();
    push_.reset();
    clock_ += chance_.time(1s, 2h);
    boot();
  }

  /// Away for up to five weeks, then there for up to two.
  void change_store() {
    if (clock_ < store_changes_) return;
    is_away_ = !is_away_;
    const seconds how_long = is_away_ ? chance_.time(1h, 35 * 24h) : chance_.time(24h, 14 * 24h);
    store_changes_ = clock_ + how_long;
    if (is_away_) longest_away = std::max(longest_away, how_long);
  }

  void step() {
    end_backup();
    end_push();
    for (const Event& event : timetable_->advance(clock_, elapsed_)) obey(event);
    if (const auto event = pushes_->advance(elapsed_)) {
      ASSERT_FALSE(push_) << "one push at a time";
      has_given_up_ = std::holds_alternative<GivenUp>(*event);
      if (has_given_up_) {
        pushes_->ended(Ended::done, elapsed_);
      } else {
        // Where the store is away, it is found out within minutes; otherwise shipping takes up to three days.
        push_ = Work{clock_ + (is_away_ ? chance_.time(1s, 15min) : chance_.time(1min, 72h)), backups};
      }
    }
    save();
    expect_arrival();
  }

  void obey(const Event& event) {
    ASSERT_FALSE(std::holds_alternative<LeftOut>(event)) << "nothing is left out behind a push";
    if (const auto* start = std::get_if<Start>(&event)) {
      EXPECT_LE(clock_ - start->due, 3h) << "nothing delays a task but a process that is down";
      if (start->task != Task::backup) return timetable_->ended(Ended::done, elapsed_);
      backup_end_ = clock_ + 10min;
    } else if (std::holds_alternative<GivenUp>(event)) {
      timetable_->ended(Ended::done, elapsed_);
    }
  }

  void end_backup() {
    if (!backup_end_ || clock_ < *backup_end_) return;
    backup_end_.reset();
    ++backups;
    timetable_->ended(Ended::done, elapsed_);
    pushes_->owe(clock_);
  }

  void end_push() {
    if (!push_ || clock_ < push_->end) return;
    const Work work = *std::exchange(push_, std::nullopt);
    if (!is_away_) {
      arrived_ = work.shipped;
      ++arrivals;
      return pushes_->ended(Ended::done, elapsed_);
    }
    const auto pause = pushes_->pause_after_failure(clock_, timetable_->next_backup(clock_));
    if (!pause) ++failures_told;
    pushes_->ended(pause ? Ended::failed : Ended::done, elapsed_);
  }

  /// A store that is there and lacks something is soon shipped to.
  void expect_arrival() {
    const bool is_neglected = !is_away_ && arrived_ < backups && !push_;
    neglected_for_ = is_neglected ? neglected_for_ + 30s : 0s;
    // One that was given up waits for the next backup.
    EXPECT_LE(neglected_for_, has_given_up_ ? seconds(25h) : seconds(75min)) << utc_text(clock_);
  }

  Chance chance_;
  const Instant begin_ = at("2026-01-01T12:00");
  Instant clock_ = begin_;
  std::chrono::nanoseconds elapsed_{0};
  std::optional<Timetable> timetable_;
  std::optional<PushTimetable> pushes_;
  std::optional<Record> record_;
  std::optional<Instant> backup_end_;
  std::optional<Work> push_;
  bool is_away_ = false;
  Instant store_changes_ = begin_ + 48h;
  bool has_given_up_ = false;
  seconds neglected_for_{0};
  int arrived_ = 0;  ///< backups that the store has
};

class PushYears : public testing::TestWithParam<std::uint64_t> {};

TEST_P(PushYears, DelayNoBackupWhileTheStoreIsAwayAndShipWhatItLacksWhenItIsBack) {
  PushYear year(GetParam());
  year.run();
  EXPECT_GE(year.backups, 360);
  EXPECT_GT(year.arrivals, 10);
  EXPECT_GT(year.failures_told, 30) << "a failure is told each night";
  EXPECT_GT(year.deaths, 10);
  EXPECT_GT(year.longest_away, 14 * 24h);
}

INSTANTIATE_TEST_SUITE_P(Seeds, PushYears, testing::Range<std::uint64_t>(1, 9));

}  // namespace
}  // namespace mongokeep::schedule
