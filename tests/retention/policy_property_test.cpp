// Whatever lies in a root, the plan keeps its promises. What has to stay is reckoned here once more, from DESIGN's
// words and in another way than the policy's own: each backup is looked at alone, with all the others.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <random>
#include <set>

#include "archive/backup_order.h"
#include "archive/dated_name.h"
#include "base/text/time_text.h"
#include "retention/policy.h"
#include "retention/scenario.h"

namespace mongokeep::retention {
namespace {

using archive::StoredBackup;
using std::chrono::hours;
using std::chrono::system_clock;

/// Roots and policies at random, the same in every run.
class Chance {
 public:
  explicit Chance(unsigned seed) : engine_(seed) {}

  int number(int least, int most) { return std::uniform_int_distribution<int>(least, most)(engine_); }
  bool one_in(int count) { return number(1, count) == 1; }

  Policy policy() {
    Policy policy;
    policy.days_to_keep = number(1, 60);
    policy.keep.at_least = number(1, 4);
    for (int* count : {&policy.keep.daily, &policy.keep.weekly, &policy.keep.monthly, &policy.keep.yearly}) {
      if (one_in(3)) *count = number(1, 6);
    }
    return policy;
  }

  std::vector<StoredBackup> root(system_clock::time_point now) {
    std::vector<StoredBackup> backups;
    std::set<std::string> names;
    const int count = number(0, 40);
    for (int i = 0; i < count; ++i) {
      StoredBackup backup = one(now);
      if (names.insert(backup.name).second) backups.push_back(std::move(backup));
    }
    return backups;
  }

 private:
  StoredBackup one(system_clock::time_point now) {
    const hours ago(one_in(20) ? -number(48, 20000) : number(0, one_in(2) ? 24 * 100 : 24 * 800));
    const LocalTime local = local_time(now - ago, "UTC");
    archive::DatedName name{{local.year, local.month, local.day}};
    if (one_in(3)) {
      name.time = local;
      name.has_time = true;
    }
    StoredBackup backup = stored(name.text(), state());
    // Some folders were copied or touched since.
    if (one_in(10)) backup.modified += hours(number(1, 2000));
    if (one_in(12)) backup.stranger = "notes.txt";
    return backup;
  }

  BackupState state() {
    if (one_in(2)) return BackupState::complete;
    constexpr std::array<BackupState, 6> others = {BackupState::partial,    BackupState::damaged,
                                                   BackupState::legacy,     BackupState::foreign,
                                                   BackupState::unfinished, BackupState::unreadable};
    return others.at(static_cast<std::size_t>(number(0, 5)));
  }

  std::mt19937 engine_;
};

/// The promises, told one backup at a time.
class Reckoning {
 public:
  Reckoning(const std::vector<StoredBackup>& backups, const Policy& policy, system_clock::time_point now)
      : backups_(backups), policy_(policy), now_(now) {}

  bool stays(const StoredBackup& backup) const {
    const BackupState state = backup.state;
    if (state == BackupState::foreign || state == BackupState::unfinished || state == BackupState::unreadable)
      return true;
    if (!backup.stranger.empty() || is_misdated(backup)) return true;
    if (last_time(backup) + hours(24 * policy_.days_to_keep) >= borne_out()) return true;
    if (state == BackupState::complete && newer(backup, {BackupState::complete}) < policy_.keep.at_least) return true;
    if (state == BackupState::partial && count({BackupState::complete}) == 0 &&
        newer(backup, {BackupState::partial}) == 0) {
      return true;
    }
    if (state == BackupState::damaged && count({BackupState::complete, BackupState::partial}) == 0 &&
        newer(backup, {BackupState::damaged}) == 0) {
      return true;
    }
    const KeepRules& keep = policy_.keep;
    return calendar_keeps(backup, keep.daily, "%F") || calendar_keeps(backup, keep.weekly, "%G-%V") ||
           calendar_keeps(backup, keep.monthly, "%Y-%m") || calendar_keeps(backup, keep.yearly, "%Y");
  }

 private:
  using Standings = std::set<BackupState>;

  /// The clock's time, but no more than a week (half of the time that backups are kept, two days at least) behind the
  /// newest that has a manifest.
  system_clock::time_point borne_out() const {
    const hours pause(std::max(48, std::min(12 * policy_.days_to_keep, 168)));
    system_clock::time_point latest = system_clock::time_point::min();
    for (const StoredBackup* backup : of({BackupState::complete, BackupState::partial})) {
      latest = std::max(latest, backup->manifest->started_at);
    }
    return latest == system_clock::time_point::min() ? now_ : std::min(now_, latest + pause);
  }

  static system_clock::time_point last_time(const StoredBackup& backup) {
    return backup.manifest ? std::max(backup.modified, backup.manifest->finished_at) : backup.modified;
  }
  static system_clock::time_point named_time(const StoredBackup& backup) {
    return archive::DatedName::parse(backup.name)->as_utc();
  }
  /// Names of the same time are ordered by their text.
  static bool is_newer(const StoredBackup& one, const StoredBackup& other) {
    if (made_at(one) != made_at(other)) return made_at(one) > made_at(other);
    return one.name > other.name;
  }
  /// For calendars: by the day of the name.
  static bool is_of_later_day(const StoredBackup& one, const StoredBackup& other) {
    const std::string day = period(one, "%F");
    const std::string other_day = period(other, "%F");
    return day != other_day ? day > other_day : is_newer(one, other);
  }
  bool is_misdated(const StoredBackup& backup) const {
    return last_time(backup) > now_ + hours(24) || made_at(backup) > now_ + hours(24);
  }

  std::vector<const StoredBackup*> of(const Standings& standings) const {
    std::vector<const StoredBackup*> found;
    for (const StoredBackup& backup : backups_) {
      if (standings.contains(backup.state) && !is_misdated(backup)) found.push_back(&backup);
    }
    return found;
  }
  int count(const Standings& standings) const { return static_cast<int>(of(standings).size()); }
  int newer(const StoredBackup& than, const Standings& standings) const {
    int found = 0;
    for (const StoredBackup* backup : of(standings)) found += is_newer(*backup, than) ? 1 : 0;
    return found;
  }

  /// The period by the C library's calendar, as text.
  static std::string period(const StoredBackup& backup, const char* form) {
    const std::time_t time = system_clock::to_time_t(named_time(backup));
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), form, &parts)};
  }

  bool calendar_keeps(const StoredBackup& backup, int limit, const char* form) const {
    const Standings counted = {BackupState::complete, BackupState::legacy};
    if (!counted.contains(backup.state)) return false;
    std::set<std::string> newer_periods;
    bool is_oldest = true;
    for (const StoredBackup* other : of(counted)) {
      if (is_of_later_day(*other, backup)) newer_periods.insert(period(*other, form));
      if (is_of_later_day(backup, *other)) is_oldest = false;
    }
    const bool is_first_of_period = !newer_periods.contains(period(backup, form));
    return (is_first_of_period || is_oldest) && static_cast<int>(newer_periods.size()) < limit;
  }

  const std::vector<StoredBackup>& backups_;
  const Policy& policy_;
  system_clock::time_point now_;
};

class PolicyProperty : public testing::Test {
 protected:
  template <typename Check>
  void for_many_roots(const Check& check) {
    for (unsigned seed = 1; seed <= 2000; ++seed) {
      SCOPED_TRACE(seed);
      Chance chance(seed);
      const Policy policy = chance.policy();
      check(chance.root(now_), policy, chance);
      if (HasFailure()) return;
    }
  }

  static std::vector<StoredBackup> left_by(const std::vector<Decision>& plan) {
    std::vector<StoredBackup> left;
    for (const Decision& decision : plan) {
      if (decision.verdict != Verdict::remove) left.push_back(decision.backup);
    }
    return left;
  }

  const system_clock::time_point now_ = parse_utc_text("2024-06-01T03:00:00.000Z").value();
};

TEST_F(PolicyProperty, ThePlanIsWhatAnIndependentReckoningSays) {
  std::size_t removed = 0;
  std::size_t kept = 0;
  for_many_roots([&](const std::vector<StoredBackup>& backups, const Policy& policy, Chance&) {
    const Reckoning reckoning(backups, policy, now_);
    const std::vector<Decision> plan = decide(backups, policy, now_);
    ASSERT_EQ(plan.size(), backups.size());
    for (const Decision& decision : plan) {
      const bool stays = decision.verdict != Verdict::remove;
      ASSERT_EQ(stays, reckoning.stays(decision.backup)) << plan_text(plan);
      ASSERT_FALSE(decision.reason.empty());
      (stays ? kept : removed) += 1;
    }
  });
  EXPECT_GT(removed, 1000U) << "roots in which nothing goes prove nothing";
  EXPECT_GT(kept, 1000U);
}

TEST_F(PolicyProperty, AGoodBackupIsLeftWhereThereWasOne) {
  for_many_roots([&](const std::vector<StoredBackup>& backups, const Policy& policy, Chance&) {
    const auto best_of = [](const std::vector<StoredBackup>& all) {
      BackupState best = BackupState::foreign;
      for (const StoredBackup& backup : all) {
        if (backup.state == BackupState::partial && best == BackupState::foreign) best = BackupState::partial;
        if (backup.state == BackupState::complete) best = BackupState::complete;
      }
      return best;
    };
    ASSERT_EQ(best_of(left_by(decide(backups, policy, now_))), best_of(backups));
  });
}

TEST_F(PolicyProperty, ASecondCleanUpFindsNothingMore) {
  for_many_roots([&](const std::vector<StoredBackup>& backups, const Policy& policy, Chance&) {
    const std::vector<StoredBackup> left = left_by(decide(backups, policy, now_));
    ASSERT_EQ(left_by(decide(left, policy, now_)).size(), left.size()) << plan_text(decide(left, policy, now_));
  });
}

TEST_F(PolicyProperty, AFurtherRuleNeverCostsABackup) {
  for_many_roots([&](const std::vector<StoredBackup>& backups, const Policy& policy, Chance& chance) {
    Policy wider = policy;
    wider.days_to_keep += chance.number(0, 5);
    wider.keep.at_least += chance.number(0, 2);
    wider.keep.weekly += chance.number(0, 2);
    const std::vector<Decision> plan = decide(backups, policy, now_);
    const std::vector<Decision> wider_plan = decide(backups, wider, now_);
    for (std::size_t i = 0; i < plan.size(); ++i) {
      const bool stays = plan[i].verdict != Verdict::remove;
      ASSERT_FALSE(stays && wider_plan[i].verdict == Verdict::remove) << plan_text(plan) << plan_text(wider_plan);
    }
  });
}

TEST_F(PolicyProperty, TheOrderOfTheBackupsDoesNotMatter) {
  for_many_roots([&](std::vector<StoredBackup> backups, const Policy& policy, Chance&) {
    const std::string forward = plan_text(decide(backups, policy, now_));
    std::reverse(backups.begin(), backups.end());
    std::vector<Decision> plan = decide(backups, policy, now_);
    std::reverse(plan.begin(), plan.end());
    ASSERT_EQ(plan_text(plan), forward);
  });
}

}  // namespace
}  // namespace mongokeep::retention
