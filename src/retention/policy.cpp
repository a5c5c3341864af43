#include "retention/policy.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "archive/backup_order.h"
#include "archive/dated_name.h"
#include "base/text/counted.h"
#include "mongokeep/error.h"
#include "retention/believed_time.h"
#include "retention/calendar_rule.h"

namespace mongokeep::retention {

namespace {

using archive::StoredBackup;
using std::chrono::system_clock;

constexpr int longest_keeping = 36500;

Error wrong(std::string cause, std::string hint) {
  return Error(ErrorKind::configuration, "clean up", "", std::move(cause), std::move(hint));
}

/// In whole seconds, in which any two times that the clock can hold are apart without overflow.
std::chrono::seconds age_of(const StoredBackup& backup, const std::optional<archive::BackupHead>& head,
                            system_clock::time_point now) {
  auto last = backup.modified;
  if (head) {
    last = std::max(last, head->finished_at);
    // Its clock was behind, unless the other one's was ahead.
    if (head->made_after && *head->made_after <= now) last = std::max(last, *head->made_after);
  }
  using std::chrono::floor;
  using std::chrono::seconds;
  return floor<seconds>(now.time_since_epoch()) - floor<seconds>(last.time_since_epoch());
}

std::string days_text(int days) {
  return counted(static_cast<std::uint64_t>(days), "day");
}

/// The rules at work on one root. Knows of each entry which rules want it.
class Judgement {
 public:
  Judgement(std::vector<StoredBackup> backups, const Policy& policy, system_clock::time_point now)
      : policy_(policy), limit_(std::chrono::hours(24) * policy.days_to_keep) {
    for (StoredBackup& backup : backups) {
      const std::optional<archive::BackupHead> head = head_of(backup);
      const std::chrono::seconds age = age_of(backup, head, now);
      const bool is_misdated = archive::is_misdated(backup, now) || age < -std::chrono::hours(24);
      if (head) subjects_.insert(head->subject);
      entries_.push_back({{std::move(backup), age, Verdict::keep, {}}, head, is_misdated, {}});
    }
    for (Entry& entry : entries_) newest_first_.push_back(&entry);
    std::sort(newest_first_.begin(), newest_first_.end(), is_newer);
    const auto in_doubt = std::chrono::floor<std::chrono::seconds>(now - believed(now));
    want_young(in_doubt);
    want_newest();
    for (const CalendarRule& rule : calendar_rules(policy.keep)) want_by(rule);
  }

  std::vector<Decision> decisions() {
    std::vector<Decision> decided;
    for (Entry& entry : entries_) {
      settle(entry);
      decided.push_back(std::move(entry.decision));
    }
    return decided;
  }

 private:
  struct Entry {
    Decision decision;
    std::optional<archive::BackupHead> head;
    bool is_misdated;  ///< counts for no rule
    std::vector<std::string> wanted_by;
  };

  static bool is_newer(const Entry* left, const Entry* right) {
    return archive::is_newer(left->decision.backup, right->decision.backup);
  }

  /// The day that the name tells, in whatever zone: calendar rules are about what people read there.
  static date::sys_days day_of(const Entry& entry) {
    return date::floor<date::days>(archive::DatedName::parse(entry.decision.backup.name).value().as_utc());
  }
  static bool is_of_later_day(const Entry* left, const Entry* right) {
    const date::sys_days one = day_of(*left);
    const date::sys_days other = day_of(*right);
    return one != other ? one > other : is_newer(left, right);
  }

  /// Those of a state that rules may count, newest first.
  std::vector<Entry*> counting(BackupState state) const {
    std::vector<Entry*> found;
    for (Entry* entry : newest_first_) {
      if (entry->decision.backup.state == state && !entry->is_misdated) found.push_back(entry);
    }
    return found;
  }

  system_clock::time_point believed(system_clock::time_point now) const {
    std::optional<system_clock::time_point> newest;
    for (const Entry& entry : entries_) {
      if (!entry.head || entry.is_misdated) continue;
      newest = std::max(entry.head->started_at, newest.value_or(entry.head->started_at));
    }
    return believed_time(now, newest, policy_.days_to_keep);
  }

  /// `in_doubt` is how much of the clock's time the backups do not bear out.
  void want_young(std::chrono::seconds in_doubt) {
    for (Entry& entry : entries_) {
      if (entry.decision.age > limit_ && entry.decision.age - in_doubt <= limit_) {
        entry.wanted_by.push_back(
            fmt::format("possibly younger than {}: the clock may be wrong, and no newer backup confirms it",
                        days_text(policy_.days_to_keep)));
      }
      if (entry.decision.age > limit_) continue;
      const std::string_view how = entry.decision.age < limit_ ? "younger than" : "just";
      entry.wanted_by.push_back(
          fmt::format("{} {}{}", how, days_text(policy_.days_to_keep), entry.decision.age < limit_ ? "" : " old"));
    }
  }

  /// What the entry is of, as far as it or its company tells: where all that is known is of one subject, the rest is
  /// taken to be of that too.
  archive::Subject subject_of(const Entry& entry) const {
    if (entry.head) return entry.head->subject;
    return subjects_.size() == 1 ? *subjects_.begin() : unknown_subject();
  }

  static archive::Subject unknown_subject() { return {{}, "unknown", {}, false}; }

  void want_newest() {
    const int least = policy_.keep.at_least;
    std::map<archive::Subject, int> counted;
    for (Entry* entry : counting(BackupState::complete)) {
      if (counted[subject_of(*entry)]++ >= least) continue;
      entry->wanted_by.push_back(least == 1 ? "the newest complete backup"
                                            : fmt::format("one of the {} newest complete backups", least));
    }
    // While nothing better is there, what may be of use is all that there is.
    want_last(BackupState::partial, "the newest partial backup, and there is no complete one", counted);
    want_last(BackupState::damaged, "damaged, but there is no better backup", counted);
  }

  void want_last(BackupState state, const char* reason, std::map<archive::Subject, int>& counted) {
    for (Entry* entry : counting(state)) {
      if (counted[subject_of(*entry)]++ == 0) entry->wanted_by.emplace_back(reason);
    }
  }

  /// The entries that calendar rules count, newest first, each subject by itself.
  std::vector<std::vector<Entry*>> histories() const {
    std::map<archive::Subject, std::vector<Entry*>> by_subject;
    std::vector<Entry*> older_systems;
    for (Entry* entry : newest_first_) {
      const BackupState state = entry->decision.backup.state;
      if (entry->is_misdated) continue;
      if (state == BackupState::complete) by_subject[subject_of(*entry)].push_back(entry);
      if (state == BackupState::legacy) older_systems.push_back(entry);
    }
    // One subject: its history goes on from the older system's.
    std::vector<Entry*>& before = by_subject.size() == 1 ? by_subject.begin()->second : by_subject[unknown_subject()];
    before.insert(before.end(), older_systems.begin(), older_systems.end());
    std::vector<std::vector<Entry*>> histories;
    for (auto& [subject, entries] : by_subject) {
      std::sort(entries.begin(), entries.end(), is_of_later_day);
      histories.push_back(std::move(entries));
    }
    return histories;
  }

  void want_by(const CalendarRule& rule) {
    for (const std::vector<Entry*>& history : histories()) {
      std::vector<date::sys_days> days;
      for (const Entry* entry : history) days.push_back(day_of(*entry));
      for (CalendarChoice& choice : choose(rule, days)) {
        history[choice.place]->wanted_by.push_back(std::move(choice.reason));
      }
    }
  }

  void settle(Entry& entry) const {
    Decision& decision = entry.decision;
    const StoredBackup& backup = decision.backup;
    switch (backup.state) {
      case BackupState::foreign: decision.reason = "not a backup: " + backup.problem; return;
      case BackupState::unfinished: decision.reason = "not a backup yet: " + backup.problem; return;
      case BackupState::unreadable: decision.reason = "cannot be read: " + backup.problem; return;
      case BackupState::complete:
      case BackupState::partial:
      case BackupState::damaged:
      case BackupState::legacy: break;
    }
    if (entry.is_misdated) {
      decision.reason = "dated in the future: some clock is or was wrong";
    } else if (!entry.wanted_by.empty()) {
      decision.reason = fmt::format("{}", fmt::join(entry.wanted_by, ", "));
    } else if (!backup.stranger.empty()) {
      decision.verdict = Verdict::spare;
      decision.reason = fmt::format("contains {}, which does not belong to the backup", backup.stranger);
    } else {
      decision.verdict = Verdict::remove;
      decision.reason = "older than " + days_text(policy_.days_to_keep);
    }
  }

  const Policy& policy_;
  std::chrono::seconds limit_;
  std::vector<Entry> entries_;
  std::vector<Entry*> newest_first_;
  std::set<archive::Subject> subjects_;
};

}  // namespace

void check(const Policy& policy) {
  if (policy.days_to_keep < 1 || policy.days_to_keep > longest_keeping) {
    throw wrong(fmt::format("days_to_keep is {}, but must be from 1 to {}", policy.days_to_keep, longest_keeping),
                "Give the number of days to keep backups, such as 90");
  }
  const KeepRules& keep = policy.keep;
  if (keep.at_least < 1) {
    throw wrong(fmt::format("keep_at_least is {}, but must be 1 or more", keep.at_least),
                "Give 1 or more: at least one complete backup is always kept");
  }
  if (std::min({keep.daily, keep.weekly, keep.monthly, keep.yearly}) < 0) {
    throw wrong("keep_daily, keep_weekly, keep_monthly and keep_yearly cannot be negative",
                "Give 0 to turn a rule off");
  }
}

double in_days(std::chrono::seconds age) {
  return std::round(static_cast<double>(age.count()) / 8640) / 10;
}

std::vector<Decision> decide(std::vector<StoredBackup> backups, const Policy& policy, system_clock::time_point now) {
  check(policy);
  return Judgement(std::move(backups), policy, now).decisions();
}

}  // namespace mongokeep::retention
