#pragma once

#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "mongokeep/retention.h"
#include "schedule/reckoning/clock_tape.h"

namespace mongokeep::schedule {

/// A backup that lies in the root.
struct Shelved {
  enum class Kind { complete, partial, legacy };

  std::string name;
  Kind kind = Kind::complete;
  std::tm date{};                       ///< the day in its name
  Instant made;                         ///< by the clock, when it was begun
  Instant finished;                     ///< by the clock; of an older system's the same as `modified`
  Instant modified;                     ///< the folder's time
  std::chrono::seconds true_end{0};     ///< when it was finished, by the clock that nobody sets
  std::chrono::seconds clock_ahead{0};  ///< by how much the clock was wrong then
};

/// More than a day ahead of the clock.
bool is_from_the_future(const Shelved& backup, Instant now);

/// What has to lie in the root, and what a clean-up has to take away, by the words of retention.h, policy.h and
/// DESIGN.md section 4.
class Shelf {
 public:
  void add(Shelved backup) { backups_.push_back(std::move(backup)); }
  void remove(const std::string& name);
  const std::vector<Shelved>& backups() const { return backups_; }
  std::set<std::string> names() const;

  /// The names of those that no rule wants.
  std::set<std::string> condemned(int days_to_keep, const KeepRules& rules, Instant now) const;

  /// The name of a backup begun at `now`: the day in the zone, with the time when the day is taken.
  static Shelved begun(Instant now, const std::string& zone, const std::set<std::string>& taken);

 private:
  std::vector<Shelved> backups_;
};

}  // namespace mongokeep::schedule
