#include "schedule/reckoning/shelf.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "schedule/reckoning/zone_scope.h"

namespace mongokeep::schedule {

namespace {

using namespace std::chrono_literals;
using Kind = Shelved::Kind;
using Shelves = std::vector<const Shelved*>;

std::string text_of(const std::tm& time, const char* form) {
  std::array<char, 64> text{};
  return {text.data(), std::strftime(text.data(), text.size(), form, &time)};
}

std::string ordinal(int day) {
  if (day / 10 == 1) return std::to_string(day) + "th";
  const std::array<const char*, 4> endings = {"th", "st", "nd", "rd"};
  return std::to_string(day) + endings.at(day % 10 < 4 ? static_cast<std::size_t>(day % 10) : 0);
}

/// The later of the two times of a backup.
Instant dated(const Shelved& backup) {
  return std::max(backup.finished, backup.modified);
}

/// "Of each period the newest backup counts, periods without any are passed over, as in restic": which keeps the oldest
/// too while the count is not used up.
std::set<std::string> newest_of_periods(const Shelves& newest_first, int count, const char* period) {
  if (count == 0 || newest_first.empty()) return {};
  std::set<std::string> seen;
  std::set<std::string> kept;
  for (const Shelved* backup : newest_first) {
    if (seen.insert(text_of(backup->date, period)).second && kept.size() < static_cast<std::size_t>(count)) {
      kept.insert(backup->name);
    }
  }
  if (kept.size() < static_cast<std::size_t>(count)) kept.insert(newest_first.back()->name);
  return kept;
}

/// How far the clock is ahead of a week behind the newest backup; of half the time that backups are kept where that is
/// less, and of two days at least.
std::chrono::nanoseconds time_in_doubt(const Shelves& newest_first, int days_to_keep, Instant now) {
  const int hours = std::max(48, std::min(days_to_keep * 12, 168));
  for (const Shelved* backup : newest_first) {
    if (backup->kind == Kind::legacy) continue;
    return std::max<std::chrono::nanoseconds>(now - backup->made - std::chrono::hours(hours), 0s);
  }
  return 0s;
}

}  // namespace

bool is_from_the_future(const Shelved& backup, Instant now) {
  return backup.made > now + 24h || dated(backup) > now + 24h;
}

void Shelf::remove(const std::string& name) {
  std::erase_if(backups_, [&](const Shelved& backup) { return backup.name == name; });
}

std::set<std::string> Shelf::names() const {
  std::set<std::string> names;
  for (const Shelved& backup : backups_) names.insert(backup.name);
  return names;
}

std::set<std::string> Shelf::condemned(int days_to_keep, const KeepRules& rules, Instant now) const {
  Shelves believed;
  for (const Shelved& backup : backups_) {
    if (!is_from_the_future(backup, now)) believed.push_back(&backup);
  }
  std::sort(believed.begin(), believed.end(), [](const Shelved* left, const Shelved* right) {
    return left->made != right->made ? left->made > right->made : left->name > right->name;
  });
  const auto all_of = [&](auto fits) {
    Shelves found;
    std::copy_if(believed.begin(), believed.end(), std::back_inserter(found), fits);
    return found;
  };
  std::set<std::string> kept;
  const auto doubt = time_in_doubt(believed, days_to_keep, now);
  for (const Shelved* backup : believed) {
    if (now - dated(*backup) - doubt <= days_to_keep * 24h) kept.insert(backup->name);
  }
  const Shelves complete = all_of([](const Shelved* b) { return b->kind == Kind::complete; });
  for (std::size_t i = 0; i < std::min(complete.size(), static_cast<std::size_t>(rules.at_least)); ++i) {
    kept.insert(complete[i]->name);
  }
  const Shelves partial = all_of([](const Shelved* b) { return b->kind == Kind::partial; });
  if (complete.empty() && !partial.empty()) kept.insert(partial.front()->name);
  Shelves whole = all_of([](const Shelved* b) { return b->kind != Kind::partial; });
  // Calendar rules go by the days of the names.
  std::stable_sort(whole.begin(), whole.end(), [](const Shelved* left, const Shelved* right) {
    return std::tuple(left->date.tm_year, left->date.tm_yday) > std::tuple(right->date.tm_year, right->date.tm_yday);
  });
  kept.merge(newest_of_periods(whole, rules.daily, "%Y-%m-%d"));
  kept.merge(newest_of_periods(whole, rules.weekly, "%G-W%V"));
  kept.merge(newest_of_periods(whole, rules.monthly, "%Y-%m"));
  kept.merge(newest_of_periods(whole, rules.yearly, "%Y"));
  std::set<std::string> gone;
  for (const Shelved* backup : believed) {
    if (!kept.contains(backup->name)) gone.insert(backup->name);
  }
  return gone;
}

Shelved Shelf::begun(Instant now, const std::string& zone, const std::set<std::string>& taken) {
  Shelved backup;
  backup.made = now;
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  {
    const ZoneScope scope(zone);
    ::localtime_r(&seconds, &backup.date);
  }
  backup.name = ordinal(backup.date.tm_mday) + text_of(backup.date, "_%b_%Y");
  if (taken.contains(backup.name)) backup.name += text_of(backup.date, "_%H%M%S");
  const std::string with_time = backup.name;
  for (int number = 2; taken.contains(backup.name); ++number) backup.name = with_time + "_" + std::to_string(number);
  return backup;
}

}  // namespace mongokeep::schedule
