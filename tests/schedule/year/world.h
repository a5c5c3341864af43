#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "archive/open_backup.h"
#include "archive/root.h"
#include "base/log.h"
#include "retention/policy.h"
#include "schedule/reckoning/expected_events.h"
#include "schedule/reckoning/shelf.h"
#include "schedule/timetable.h"
#include "schedule/year/chance.h"
#include "schedule/year/fake_backup.h"
#include "support/temp_dir.h"

namespace mongokeep::schedule {

/// How often what has happened: a simulation in which nothing goes wrong shows nothing.
using Counts = std::map<std::string, int>;

/// A year of a machine whose clock, power, disk and administrator cannot be relied on, and a timetable that has to do
/// its work there. At each step what it says is compared with what was reckoned; throws std::runtime_error, with the
/// seed and what happened before, at the first thing that is not as the rules say.
class World {
 public:
  explicit World(std::uint64_t seed);

  void run_year();
  const Counts& counts() const { return counts_; }

 private:
  enum class Fate { complete, partial, failed, death };
  struct Run {
    Task task;
    Instant due;
    Instant began;                  ///< by the clock
    std::chrono::seconds begun{0};  ///< by the true clock
    std::chrono::seconds end{0};    ///< by the true clock
    Fate fate = Fate::complete;
    std::unique_ptr<FakeBackup> backup = nullptr;
    Shelved shelved = {};
    std::optional<archive::OpenBackup> drilled = std::nullopt;
  };
  struct Leap {
    std::chrono::seconds at;
    std::chrono::seconds by;
    std::chrono::seconds ahead_before;
  };

  Instant clock() const { return epoch_ + now_ + ahead_; }
  void note(std::string what);
  [[noreturn]] void fail(const std::string& what) const;
  void require(bool holds, const std::string& what) const;

  // The machine.
  void choose_plans();
  Schedules schedules() const;
  void boot();
  void save();
  void stop();
  void die();
  void stay_down();
  void set_clock(std::chrono::seconds by);
  std::chrono::seconds random_change();
  std::chrono::seconds random_pause();
  void let_happen();
  std::chrono::seconds next_moment() const;

  // The timetable.
  void look();
  std::vector<std::string> texts_of(const std::vector<Event>& events) const;
  /// Whether something has ended at once, so that there is more to be said.
  bool obey(const std::vector<Event>& events);
  bool begin(const Start& start);
  void finish();
  void answer_done();
  void answer_locked();
  bool answer_failed();
  void expect_no_long_pause();
  void note_done(Task task, Instant due);

  // The backups.
  void plant_strangers();
  void begin_backup(Run run);
  void begin_clean_up(Run run);
  void begin_drill(Run run);
  bool has_complete_backup() const;
  void read_some_backup();
  void publish();
  void end_drill();
  std::set<std::string> condemned() const;
  void clean_up();
  void break_off_clean_up(bool is_orderly);
  void expect_old_enough(const Shelved& backup) const;
  void take_from_shelf(const std::string& name);
  void expect_folders() const;

  std::uint64_t seed_;
  Chance chance_;
  test::TempDir folder_;
  std::filesystem::path root_;
  Log log_;
  std::optional<std::stop_source> stop_after_removal_;
  retention::Policy policy_;
  std::vector<std::string> story_;
  mutable Counts counts_;

  Instant epoch_;
  std::chrono::seconds now_{0};    ///< the true time since the beginning
  std::chrono::seconds ahead_{0};  ///< of the true time the clock is
  std::vector<Leap> leaps_;        ///< forward, by more than a day
  std::vector<std::pair<std::chrono::seconds, std::chrono::seconds>> small_leaps_;  ///< when, by how much
  std::chrono::seconds record_lost_at_{-1};

  std::optional<Plans> plans_;
  std::optional<Timetable> timetable_;
  std::string disk_;
  Instant saved_at_;
  std::optional<ExpectedEvents> expected_;
  std::optional<ExpectedEvents> expected_on_disk_;

  std::optional<Run> run_;
  std::optional<archive::LockedRoot> other_program_;
  std::optional<archive::OpenBackup> reader_;  ///< another program, which restores a backup by hand
  std::chrono::seconds other_ends_{0};
  std::map<Task, int> locked_out_;  ///< how often in a row
  std::chrono::seconds next_restart_{0};
  std::chrono::seconds next_change_{0};
  std::chrono::seconds next_other_{0};
  int deaths_to_come_ = 0;
  std::chrono::seconds quiet_since_{0};
  std::map<std::pair<int, Instant>, int> done_;  ///< how often a run was done since the clock was set back over it
  Shelf shelf_;
};

}  // namespace mongokeep::schedule
